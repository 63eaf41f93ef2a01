public import NIOCore

/// Hands on a copy of what was decrypted, so that the TLS handler before it gets its buffer back.
///
/// NIOSSLHandler decrypts into one buffer again and again. While a frame is a slice of it, that handler copies the whole
/// of it, filled or not, before it goes on, and each frame that waits keeps all of it in memory.
public final class PlaintextCopier: ChannelInboundHandler {
    /// What was decrypted.
    public typealias InboundIn = ByteBuffer
    /// The same bytes in a buffer of their own.
    public typealias InboundOut = ByteBuffer

    /// Makes a handler for one channel.
    public init() {}

    /// Hands on a copy.
    public func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        context.fireChannelRead(wrapInboundOut(ByteBuffer(buffer: unwrapInboundIn(data))))
    }
}
