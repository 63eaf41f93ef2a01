internal import ChatroomCore
internal import NIOCore

/// Takes a connection's frames, decoding the answers to its greeting and then as few as possible.
///
/// Confined to its event loop. A subclass says what becomes of the frames after the greeting.
class FrameCounter: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// What went wrong, if anything did.
    private(set) var failure: ChatError?
    private(set) var channel: (any Channel)?
    private var unanswered: [Request] = []
    private var requestID: UInt64 = 0
    private var ready: EventLoopPromise<Void>?
    private var rest = ByteBuffer()

    /// Sends these requests when the connection is there.
    func begin(_ greeting: [Request], on channel: any Channel) {
        self.channel = channel
        unanswered = greeting
        ready = channel.eventLoop.makePromise()
    }

    /// Completes when the greeting was answered.
    var isReady: EventLoopFuture<Void> {
        guard let ready else { preconditionFailure("begin comes first") }
        return ready.futureResult
    }

    /// Told of frames after the greeting: how many, and the first whole one's payload.
    func took(_ count: Int, first: ByteBuffer) {}

    /// Appends a request's frame.
    func append(_ request: Request, to buffer: inout ByteBuffer) {
        requestID += 1
        do { try ClientFrame(id: requestID, request: request).encode(into: &buffer) } catch { fail(error) }
    }

    /// Ends the connection with an error.
    func fail(_ error: ChatError) {
        if failure == nil { failure = error }
        ready?.fail(error)
        channel?.close(promise: nil)
    }

    func channelActive(context: ChannelHandlerContext) {
        var buffer = ByteBuffer()
        for request in unanswered { append(request, to: &buffer) }
        context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        ready?.fail(failure ?? ChatError(.unreachable, "the connection ended"))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail(ChatError(.unreachable, "\(error)"))
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        if rest.readableBytes > 0 {
            rest.writeBuffer(&bytes)
            swap(&rest, &bytes)
        }
        var (count, first) = (0, ByteBuffer())
        var place = bytes.readerIndex
        while let length = bytes.getInteger(at: place, as: UInt32.self), place + 4 + Int(length) <= bytes.writerIndex {
            let isAnswer = !unanswered.isEmpty
            if isAnswer || count == 0, let payload = bytes.getSlice(at: place + 4, length: Int(length)) {
                if isAnswer { answer(payload) } else { first = payload }
            }
            if !isAnswer { count += 1 }
            place += 4 + Int(length)
        }
        bytes.moveReaderIndex(to: place)
        rest.clear()
        rest.writeBuffer(&bytes)
        if count > 0 { took(count, first: first) }
    }

    private func answer(_ payload: ByteBuffer) {
        do throws(ChatError) {
            guard case .reply(_, let result) = try ServerFrame.decode(payload) else { return }
            _ = try result.get()
            unanswered.removeFirst()
            if unanswered.isEmpty { ready?.succeed() }
        } catch {
            fail(error)
        }
    }
}
