internal import ChatroomCore
internal import ChatroomWire
internal import Glibc
internal import NIOCore
internal import NIOPosix
internal import NIOSSL

/// The server's channels: what is in a connection's pipeline, and the sockets that accept connections.
struct ServerChannel {
    /// A connection that was accepted, before anything of it was read.
    struct Accepted: Sendable {
        let channel: AcceptedChannel
        let origin: Origin
        let handler: NIOLoopBound<ConnectionHandler>
        let backlog: RequestBacklog
        let behind: AsyncStream<Conversation.ID>
    }

    typealias Listener = NIOAsyncChannel<Accepted, Never>

    /// A listener, and the socket in the file system that is its own.
    struct Bound: Sendable {
        let listener: Listener
        let socket: LocalSocket?

        /// Accepts no further connection.
        func close() {
            socket?.remove()
            listener.channel.close(promise: nil)
        }
    }

    let group: MultiThreadedEventLoopGroup
    let outlet: WireOutlet
    let limits: Limits
    let tls: NIOSSLContext

    init(
        group: MultiThreadedEventLoopGroup, outlet: WireOutlet, limits: Limits, certificate: ServerCertificate
    ) throws(ChatError) {
        self.group = group
        self.outlet = outlet
        self.limits = limits
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: certificate.chain.map { .certificate($0) }, privateKey: .privateKey(certificate.key))
        configuration.minimumTLSVersion = .tlsv13
        configuration.applicationProtocols = [Frame.applicationProtocol]
        // How long a peer that does not read may hold up the end of its connection.
        configuration.shutdownTimeout = .milliseconds(500)
        do {
            tls = try NIOSSLContext(configuration: configuration)
        } catch {
            throw ChatError(.configuration, "the certificate and the key do not work together (\(error))")
        }
    }

    /// Starts to accept connections.
    ///
    /// - Throws: ``ChatError`` with code `unreachable` when the address cannot be had.
    func bind(_ address: ListenAddress) async throws(ChatError) -> Bound {
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: LocalSocket.backlog)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(
                .recvAllocator,
                value: AdaptiveRecvByteBufferAllocator(minimum: 1024, initial: 2048, maximum: 256 * 1024)
            )
            .childChannelOption(
                .writeBufferWaterMark,
                value: .init(low: limits.pendingOutputBytes / 2, high: limits.pendingOutputBytes))
        do {
            switch address {
            case .tcp(let host, let port):
                return Bound(
                    listener: try await bootstrap.bind(host: host, port: port) { configure($0, tls: tls) }, socket: nil)
            case .unix(let path):
                let socket = try await LocalSocket(at: path)
                return Bound(
                    listener: try await bootstrap.bind(socket.descriptor) { configure($0, tls: nil) }, socket: socket)
            case .inherited(let descriptor):
                let isLocal = try Self.isLocal(descriptor)
                return Bound(
                    listener: try await bootstrap.bind(descriptor) { configure($0, tls: isLocal ? nil : tls) },
                    socket: nil)
            }
        } catch let error as ChatError {
            throw error
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw .addressInUse("\(address)")
        } catch {
            throw ChatError(.unreachable, "cannot listen on \(address) (\(Self.reason(error)))")
        }
    }

    /// Starts to accept connections at all addresses or none.
    func bind(_ addresses: [ListenAddress]) async throws(ChatError) -> [Bound] {
        var bound: [Bound] = []
        do {
            for address in addresses { bound.append(try await bind(address)) }
            return bound
        } catch {
            for one in bound {
                one.socket?.remove()
                // A channel that is never executed traps when it goes.
                try? await one.listener.executeThenClose { _ in }
            }
            throw error
        }
    }

    /// Sets up a connection: TLS unless it comes through a local socket, frames, delivery, requests.
    private func configure(_ channel: any Channel, tls: NIOSSLContext?) -> EventLoopFuture<Accepted> {
        Origin.of(channel, isLocalSocket: tls == nil).flatMapThrowing { origin in
            let pipeline = channel.pipeline.syncOperations
            if let tls {
                try channel.syncOptions?.setOption(.tcpOption(.tcp_nodelay), value: 1)
                try pipeline.addHandler(NIOSSLServerHandler(context: tls))
                try pipeline.addHandler(PlaintextCopier())
            }
            let decoder = RequestDecoder(limit: Frame.limitBeforeLogin, bodyLimit: limits.bodyBytes)
            try pipeline.addHandler(ByteToMessageHandler(decoder, maximumBufferSize: 2 * Frame.limit))
            let (behind, continuation) = AsyncStream.makeStream(of: Conversation.ID.self)
            let backlog = RequestBacklog()
            let handler = ConnectionHandler(
                rooms: outlet.rooms(of: channel.eventLoop), limits: limits, decoder: decoder, backlog: backlog,
                behind: continuation)
            try pipeline.addHandler(handler)
            let wrapped = try NIOAsyncChannel<ClientFrame, ByteBuffer>(
                wrappingChannelSynchronously: channel,
                configuration: .init(backPressureStrategy: .init(lowWatermark: 32, highWatermark: 128)))
            return Accepted(
                channel: AcceptedChannel(wrapped), origin: origin,
                handler: NIOLoopBound(handler, eventLoop: channel.eventLoop),
                backlog: backlog, behind: behind)
        }
    }

    /// Whether a stream socket is one of this machine alone.
    ///
    /// - Throws: ``ChatError`` with code `configuration` when the descriptor is no stream socket.
    private static func isLocal(_ descriptor: CInt) throws(ChatError) -> Bool {
        var (type, domain, size) = (CInt(0), CInt(0), socklen_t(MemoryLayout<CInt>.size))
        guard getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &size) == 0, type == CInt(SOCK_STREAM.rawValue),
            getsockopt(descriptor, SOL_SOCKET, SO_DOMAIN, &domain, &size) == 0
        else {
            throw ChatError(
                .configuration, "descriptor \(descriptor), which this process was given, is no stream socket",
                hint: "In a systemd socket unit it is 'ListenStream='.")
        }
        return domain == AF_UNIX
    }

    private static func reason(_ error: any Error) -> String {
        if let error = error as? IOError { return String(cString: strerror(error.errnoCode)) }
        return "\(error)"
    }
}
