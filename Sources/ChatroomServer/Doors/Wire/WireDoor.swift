internal import ChatroomCore
internal import ChatroomWire
internal import Logging
internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// The door for peers that speak in frames: event loops, sockets, and a task for each connection.
struct WireDoor {
    /// The door's ear on the log.
    let outlet: WireOutlet
    private let group: MultiThreadedEventLoopGroup
    private let channel: ServerChannel
    private var listeners: [ServerChannel.Bound] = []

    /// Begins the event loops.
    init(loops: Int, limits: Limits, certificate: ServerCertificate) async throws(ChatError) {
        group = MultiThreadedEventLoopGroup(numberOfThreads: loops)
        do { outlet = try await WireOutlet(group: group) } catch {
            throw ChatError(.internalError, "no event loop (\(error))")
        }
        channel = try ServerChannel(group: group, outlet: outlet, limits: limits, certificate: certificate)
    }

    /// Opens the sockets; what connects waits until ``serve(_:)``.
    ///
    /// - Returns: The addresses, with the real port for each.
    mutating func listen(at addresses: [ListenAddress]) async throws(ChatError) -> [ListenAddress] {
        listeners = try await channel.bind(addresses)
        return zip(addresses, listeners).map { $0.resolved(to: $1.listener.channel.localAddress) }
    }

    /// Takes no more connections.
    func close() {
        for listener in listeners { listener.close() }
    }

    /// Ends the event loops, once nothing is served any more.
    func end() async throws { try await group.shutdownGracefully() }

    /// Serves every connection of every listener; returns when all listeners are closed and all connections ended.
    func serve(_ services: Services) async {
        let counter = ConnectionCounter()
        await withDiscardingTaskGroup { connections in
            for bound in listeners {
                connections.addTask {
                    do {
                        try await bound.listener.executeThenClose { accepted in
                            try await withThrowingDiscardingTaskGroup { own in
                                for try await connection in accepted {
                                    guard let channel = connection.channel.take() else { continue }
                                    let connection = prepare(connection, channel, id: counter.next(), services)
                                    own.addTask { await connection.run() }
                                }
                            }
                        }
                    } catch {
                        services.logger.critical("a listener ended", metadata: ["error": "\(error)"])
                    }
                }
            }
        }
    }

    private func prepare(
        _ accepted: ServerChannel.Accepted, _ channel: NIOAsyncChannel<ClientFrame, ByteBuffer>, id: PeerID,
        _ services: Services
    ) -> Connection {
        let peer = WirePeer(
            id: id, origin: accepted.origin, channel: channel.channel, handler: accepted.handler,
            backlog: accepted.backlog, at: services.clock.now())
        return Connection(
            channel: channel, peer: peer, behind: accepted.behind, services: services)
    }
}

/// Numbers connections.
private final class ConnectionCounter: Sendable {
    private let last = Atomic<UInt64>(0)

    func next() -> UInt64 { last.add(1, ordering: .relaxed).newValue }
}
