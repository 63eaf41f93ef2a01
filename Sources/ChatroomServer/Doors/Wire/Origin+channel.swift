internal import Glibc
internal import NIOCore

extension Origin {
    /// Where an accepted connection comes from.
    ///
    /// Called on the connection's event loop, where the answer is there at once. Fails for a connection by TCP that has
    /// ended already, of which the system does not tell any more where it came from.
    static func of(_ channel: any Channel, isLocalSocket: Bool) -> EventLoopFuture<Origin> {
        guard isLocalSocket else {
            guard let origin = channel.remoteAddress?.ipAddress.flatMap(Origin.init(address:)) else {
                return channel.eventLoop.makeFailedFuture(ChannelError.ioOnClosedChannel)
            }
            return channel.eventLoop.makeSucceededFuture(origin)
        }
        guard let options = channel as? any SocketOptionProvider else {
            return channel.eventLoop.makeSucceededFuture(Origin(user: nil))
        }
        // SO_PEERCRED (unix(7)) gives a struct ucred: the numbers of the process, the user and the group.
        let credentials: EventLoopFuture<PeerCredentials> = options.unsafeGetSocketOption(
            level: SocketOptionLevel(SOL_SOCKET), name: SocketOptionName(SO_PEERCRED))
        return credentials.map { Origin(user: $0.user) }.recover { _ in Origin(user: nil) }
    }
}

/// The `struct ucred` of a local socket's peer.
private struct PeerCredentials: Sendable {
    let process: Int32
    let user: UInt32
    let group: UInt32
}
