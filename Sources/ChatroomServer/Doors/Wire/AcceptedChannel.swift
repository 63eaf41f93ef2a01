internal import ChatroomWire
internal import NIOCore
internal import Synchronization

/// The channel of a connection that was accepted, until somebody serves it.
///
/// One that is dropped instead, as when the listener closes at that very moment, is closed: SwiftNIO would end the
/// process for an asynchronous channel that goes before its writer has finished, which it has once the channel is closed.
final class AcceptedChannel: Sendable {
    private let channel: Mutex<NIOAsyncChannel<ClientFrame, ByteBuffer>?>

    init(_ channel: NIOAsyncChannel<ClientFrame, ByteBuffer>) { self.channel = Mutex(channel) }

    deinit {
        guard let dropped = take() else { return }
        dropped.channel.closeFuture.whenComplete { _ in withExtendedLifetime(dropped) {} }
        dropped.channel.close(promise: nil)
    }

    /// Hands the channel to whoever serves it; once, `nil` afterwards.
    func take() -> NIOAsyncChannel<ClientFrame, ByteBuffer>? {
        channel.withLock { channel in
            defer { channel = nil }
            return channel
        }
    }
}
