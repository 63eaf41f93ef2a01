internal import ChatroomCore
internal import NIOCore

/// Holds back what a server says until it is trusted, so that a stranger's bytes are neither decoded nor kept.
///
/// A server has nothing to say before it is greeted, but for a line that says why it hangs up.
final class TrustGate: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    /// The most bytes that are held back.
    static let limit = 4096

    private var held = ByteBuffer()
    private var isOpen = false
    private var context: ChannelHandlerContext?

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isOpen else { return context.fireChannelRead(data) }
        var bytes = unwrapInboundIn(data)
        guard held.readableBytes + bytes.readableBytes <= Self.limit else {
            context.fireErrorCaught(
                ChatError(.protocolViolation, "the server talks before it is trusted. Nothing was sent"))
            context.close(promise: nil)
            return
        }
        held.writeBuffer(&bytes)
    }

    func channelInactive(context: ChannelHandlerContext) {
        open()
        context.fireChannelInactive()
    }

    /// Lets through what was held back, and all that comes.
    func open() {
        guard !isOpen, let context else { return }
        isOpen = true
        guard held.readableBytes > 0 else { return }
        context.fireChannelRead(wrapInboundOut(held))
        held = ByteBuffer()
        context.fireChannelReadComplete()
    }
}
