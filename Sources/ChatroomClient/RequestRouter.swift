internal import ChatroomCore
internal import NIOCore

/// A request on its way, and where its reply goes.
struct PendingRequest: Sendable {
    let request: Request
    let reply: EventLoopPromise<Reply>
}

/// Numbers requests, finds whose reply arrived, passes events on, and keeps the connection alive; confined to its event
/// loop.
///
/// Replies take the short way and never wait behind events that nobody has taken yet, except in the socket.
final class RequestRouter: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = Event
    typealias OutboundIn = PendingRequest
    typealias OutboundOut = ByteBuffer

    /// How long nothing may be written before a sign of life is.
    static let heartbeat = TimeAmount.seconds(15)
    /// How long nothing may be heard before the peer counts as gone.
    static let silence = TimeAmount.seconds(45)

    private struct Waiting {
        let reply: EventLoopPromise<Reply>
        let deadline: NIODeadline
    }

    private let requestTimeout: TimeAmount
    private var waiting: [UInt64: Waiting] = [:]
    private var lastID: UInt64 = 0
    private var lastRead = NIODeadline.now()
    private var lastWrite = NIODeadline.now()
    private var end: ChatError?
    private var ticks: RepeatedTask?
    /// Whether events are dropped and replies alone are of interest.
    private var isDroppingEvents = false
    private var context: ChannelHandlerContext?

    init(requestTimeout: TimeAmount) { self.requestTimeout = requestTimeout }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        let router = NIOLoopBound(self, eventLoop: context.eventLoop)
        ticks = context.eventLoop.scheduleRepeatedTask(initialDelay: .seconds(1), delay: .seconds(1)) { _ in
            router.value.tick()
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        ticks?.cancel()
        self.context = nil
        failAll()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let pending = unwrapOutboundIn(data)
        if let end {
            pending.reply.fail(end)
            promise?.fail(end)
            return
        }
        lastID += 1
        lastWrite = .now()
        waiting[lastID] = Waiting(reply: pending.reply, deadline: lastWrite + requestTimeout)
        var buffer = context.channel.allocator.buffer(capacity: 256)
        do {
            try ClientFrame(id: lastID, request: pending.request).encode(into: &buffer)
            context.write(wrapOutboundOut(buffer), promise: promise)
        } catch {
            waiting.removeValue(forKey: lastID)?.reply.fail(error)
            promise?.fail(error)
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        lastRead = .now()
        do {
            switch try ServerFrame.decode(unwrapInboundIn(data)) {
            case .reply(let id, let result): complete(id, result)
            case .event(.goingAway(let reason)): end = reason
            case .event(let event): if !isDroppingEvents { context.fireChannelRead(wrapInboundOut(event)) }
            case nil: break
            }
        } catch {
            finish(context, error)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        context.fireChannelReadComplete()
        if isDroppingEvents { context.read() }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        finish(context, ChatError(reply: error))
    }

    func channelInactive(context: ChannelHandlerContext) {
        let reason = end ?? Self.lost
        end = reason
        failAll()
        context.fireErrorCaught(reason)
        context.fireChannelInactive()
    }

    /// Ends the connection for a reason.
    func close(_ reason: ChatError) {
        if let context { finish(context, reason) }
    }

    /// Reads on for replies alone, whether or not anybody takes events.
    func dropEvents() {
        isDroppingEvents = true
        context?.read()
    }

    private func complete(_ id: UInt64, _ result: Result<Reply, ChatError>) {
        guard let reply = waiting.removeValue(forKey: id)?.reply else { return }
        switch result {
        case .success(let content): reply.succeed(content)
        case .failure(let error): reply.fail(error)
        }
    }

    private func tick() {
        guard let context else { return }
        let now = NIODeadline.now()
        for (id, request) in waiting where request.deadline < now {
            waiting[id] = nil
            request.reply.fail(ChatError(.timedOut, "the server did not answer in time"))
        }
        if now - lastRead > Self.silence {
            finish(context, ChatError(.unreachable, "the server fell silent"))
        } else if now - lastWrite > Self.heartbeat {
            let reply = context.eventLoop.makePromise(of: Reply.self)
            context.pipeline.syncOperations.writeAndFlush(
                NIOAny(PendingRequest(request: .ping, reply: reply)), promise: nil)
        }
    }

    private func finish(_ context: ChannelHandlerContext, _ reason: ChatError) {
        if end == nil { end = reason }
        context.close(promise: nil)
    }

    private func failAll() {
        let requests = waiting
        waiting.removeAll()
        for request in requests.values { request.reply.fail(end ?? Self.lost) }
    }

    private static let lost = ChatError(.unreachable, "the connection was lost")
}
