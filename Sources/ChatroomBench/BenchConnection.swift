internal import ChatroomCore
internal import ChatroomWire
internal import NIOCore

/// The end of a connection's pipeline: greets the server and finds the frames in what it sends.
///
/// Confined to its event loop. A subclass says what becomes of the frames after the greeting.
class BenchConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// How long connecting and logging in may take.
    private static let greetingTime = TimeAmount.seconds(30)
    /// A server takes a peer that is silent for 45 s for gone.
    private static let pingInterval = TimeAmount.seconds(15)

    /// Completes when the greeting was answered.
    let ready: EventLoopFuture<Void>
    private let promise: EventLoopPromise<Void>
    private let failures: FailureBox
    private let greeting: [Request]
    private var answers = 0
    private var requestID: UInt64 = 0
    private var walker = FrameWalker()
    private var context: ChannelHandlerContext?
    private var deadline: Scheduled<Void>?
    private var pings: RepeatedTask?
    private var isClosing = false

    /// Makes the end of a connection that is greeted with these requests.
    init(greeting: [Request], failures: FailureBox, on loop: any EventLoop) {
        self.greeting = greeting
        self.failures = failures
        promise = loop.makePromise()
        ready = promise.futureResult
    }

    /// Whether the connection has ended.
    var isClosed: Bool { context == nil }

    // MARK: For subclasses

    /// How many messages may be passed over before one is to be decoded; 0 when it is the next one.
    var passing: Int { 0 }

    /// Takes the answers to the greeting, one by one.
    func greeted(with reply: ReplyContent) throws(ChatError) {}

    /// Takes messages that were passed over.
    func passed(_ count: Int) throws(ChatError) {}

    /// Takes a frame that was decoded; `nil` when it is of an unknown kind.
    func take(_ frame: ServerFrame?) throws(ChatError) {}

    /// Appends a request's frame.
    ///
    /// - Returns: The number that its reply will carry.
    @discardableResult
    func append(_ request: Request, to buffer: inout ByteBuffer) throws(ChatError) -> UInt64 {
        requestID += 1
        try ClientFrame(id: requestID, request: request).encode(into: &buffer)
        return requestID
    }

    /// Writes whole frames.
    func write(_ frames: ByteBuffer) { context?.writeAndFlush(wrapOutboundOut(frames), promise: nil) }

    /// Ends the connection, and the measurement, with an error.
    func fail(_ error: any Error) {
        guard !isClosing else { return }
        let error = error as? ChatError ?? ChatError(.unreachable, "\(error)")
        failures.note(error)
        promise.fail(error)
        close()
    }

    /// Closes; whatever comes after that is no failure.
    func close() {
        isClosing = true
        context?.close(promise: nil)
    }

    // MARK: Channel events

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        deadline = context.eventLoop.scheduleTask(in: Self.greetingTime) {
            bound.value.fail(ChatError(.timedOut, "a connection was not ready within 30 s"))
        }
        pings = context.eventLoop.scheduleRepeatedTask(initialDelay: Self.pingInterval, delay: Self.pingInterval) {
            _ in bound.value.ping()
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        deadline?.cancel()
        pings?.cancel()
        // What was never connected ends here; all else has an outcome already.
        promise.fail(ChatError(.unreachable, "the connection ended"))
        self.context = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        var buffer = ByteBuffer()
        do {
            for request in greeting { try append(request, to: &buffer) }
            write(buffer)
        } catch {
            fail(error)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail(ChatError(.unreachable, "the server closed a connection"))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { fail(error) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isClosing else { return }
        var bytes = unwrapInboundIn(data)
        do throws(ChatError) {
            while let step = try walker.step(&bytes, passing: passing) {
                switch step {
                case .passed(let count): try passed(count)
                case .frame(let payload): try receive(try ServerFrame.decode(payload))
                }
            }
        } catch {
            fail(error)
        }
    }

    private func receive(_ frame: ServerFrame?) throws(ChatError) {
        switch frame {
        case .reply(_, .failure(let error)): throw error
        case .reply(_, .success(let reply)) where answers < greeting.count:
            try greeted(with: reply)
            answers += 1
            guard answers == greeting.count else { return }
            deadline?.cancel()
            promise.succeed()
        case .event(.goingAway(let reason)): throw reason
        case .reply(_, .success(.done)): break
        default: try take(frame)
        }
    }

    private func ping() {
        var buffer = ByteBuffer()
        do { try append(.ping(Ping()), to: &buffer) } catch { return fail(error) }
        write(buffer)
    }
}
