internal import ChatroomCore
internal import ChatroomWire
internal import NIOCore
internal import Synchronization

/// A request on its way, and where its reply goes.
struct PendingRequest: Sendable {
    let request: Request
    /// Takes the reply to the one who asked.
    ///
    /// Returns what is wrong with an answer that is none to this request.
    let complete: @Sendable (Result<ReplyContent, ChatError>) -> ChatError?

    init<C: Call>(_ call: C, _ reply: EventLoopPromise<C.Answer>) {
        request = call.request
        complete = { result in
            switch result {
            case .failure(let refusal):
                reply.fail(refusal)
                return nil
            case .success(let content):
                do throws(ChatError) {
                    reply.succeed(try call.answer(from: content))
                    return nil
                } catch {
                    reply.fail(error)
                    return error
                }
            }
        }
    }
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
        let complete: @Sendable (Result<ReplyContent, ChatError>) -> ChatError?
        let deadline: NIODeadline
        /// Whether its answer brings the one who asked any further.
        let isWork: Bool
    }

    /// How far a connection came with what it was made for.
    struct Progress: Sendable {
        /// Whether anything but beginnings was answered.
        var isMade = false
        /// Since when an answer is awaited, if one is.
        var waitingSince: ContinuousClock.Instant?
    }

    /// How far the connection came.
    let progress: ProgressBox
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

    init(requestTimeout: TimeAmount, progress: ProgressBox = ProgressBox()) {
        self.requestTimeout = requestTimeout
        self.progress = progress
    }

    /// Carries the progress out of the event loop.
    final class ProgressBox: Sendable {
        private let state = Mutex(Progress())

        var value: Progress { state.withLock { $0 } }

        func update(_ change: (inout Progress) -> Void) { state.withLock { change(&$0) } }
    }

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
            _ = pending.complete(.failure(end))
            promise?.fail(end)
            return
        }
        lastID += 1
        lastWrite = .now()
        let isWork = pending.request.isWork
        waiting[lastID] = Waiting(complete: pending.complete, deadline: lastWrite + requestTimeout, isWork: isWork)
        if isWork { progress.update { $0.waitingSince = $0.waitingSince ?? .now } }
        var buffer = context.channel.allocator.buffer(capacity: 256)
        do {
            try ClientFrame(id: lastID, request: pending.request).encode(into: &buffer)
            context.write(wrapOutboundOut(buffer), promise: promise)
        } catch {
            _ = waiting.removeValue(forKey: lastID)?.complete(.failure(error))
            promise?.fail(error)
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        lastRead = .now()
        do {
            switch try ServerFrame.decode(unwrapInboundIn(data)) {
            case .reply(let id, let result): try complete(id, result)
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

    private func complete(_ id: UInt64, _ result: Result<ReplyContent, ChatError>) throws(ChatError) {
        guard let request = waiting.removeValue(forKey: id) else { return }
        if case .success = result, request.isWork {
            let isWaiting = waiting.values.contains(where: \.isWork)
            progress.update { $0 = Progress(isMade: true, waitingSince: isWaiting ? .now : nil) }
        }
        if let flaw = request.complete(result) { throw flaw }
    }

    private func tick() {
        guard let context else { return }
        let now = NIODeadline.now()
        for (id, request) in waiting where request.deadline < now {
            waiting[id] = nil
            _ = request.complete(.failure(ChatError(.timedOut, "the server did not answer in time")))
        }
        if now - lastRead > Self.silence {
            finish(context, ChatError(.unreachable, "the server fell silent"))
        } else if now - lastWrite > Self.heartbeat {
            let pong = context.eventLoop.makePromise(of: Pong.self)
            context.pipeline.syncOperations.writeAndFlush(NIOAny(PendingRequest(Ping(), pong)), promise: nil)
        }
    }

    private func finish(_ context: ChannelHandlerContext, _ reason: ChatError) {
        if end == nil { end = reason }
        context.close(promise: nil)
    }

    private func failAll() {
        let requests = waiting
        waiting.removeAll()
        for request in requests.values { _ = request.complete(.failure(end ?? Self.lost)) }
    }

    private static let lost = ChatError(.unreachable, "the connection was lost")
}

extension Request {
    /// Whether an answer brings the one who asks any further; what only begins something on each connection does not.
    fileprivate var isWork: Bool {
        switch self {
        case .hello, .login, .ping, .watch, .listConversations, .openFile, .uploadFile, .listUploads, .discardFile:
            false
        default: true
        }
    }
}
