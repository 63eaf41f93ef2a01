internal import ChatroomCore
internal import ChatroomWire
internal import NIOCore
internal import NIOTLS

/// Tells when the TLS handshake is over, and with which protocol; confined to its event loop.
final class Handshake: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private var done: EventLoopPromise<Void>?

    /// Makes a handler that completes a promise.
    init(done: EventLoopPromise<Void>) { self.done = done }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted(let negotiated)? = event as? TLSUserEvent {
            if negotiated == Frame.applicationProtocol {
                end(nil)
            } else {
                end(ChatError(.protocolMismatch, "what answers there is no chatroom server"))
            }
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        end(error)
        context.fireErrorCaught(error)
    }

    func channelInactive(context: ChannelHandlerContext) {
        end(ChatError(.unreachable, "the connection was closed during the handshake"))
        context.fireChannelInactive()
    }

    private func end(_ error: (any Error)?) {
        if let error { done?.fail(error) } else { done?.succeed() }
        done = nil
    }
}
