import ChatroomCore
import ChatroomTestSupport
import ChatroomWire
import NIOCore
import NIOPosix
import NIOSSL

/// A peer that writes whatever bytes a test gives it, through TLS or a local socket, and sees every frame.
struct RawPeer {
    private var frames: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var lastID: UInt64 = 0

    /// How a peer reaches the server.
    enum Way {
        case socket
        case tls
        /// TCP, but no TLS.
        case plain
    }

    /// Connects, runs something and closes.
    static func with<Result>(
        _ server: InProcessServer, by way: Way = .socket, from source: String? = nil, maximumTLS: TLSVersion? = nil,
        _ body: (inout RawPeer) async throws -> Result
    ) async throws -> Result {
        var bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        if let source { bootstrap = bootstrap.bind(to: try SocketAddress(ipAddress: source, port: 0)) }
        let channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>
        switch way {
        case .socket:
            channel = try await bootstrap.connect(unixDomainSocketPath: server.directory.file("socket")) { channel in
                channel.eventLoop.makeCompletedFuture { try configure(channel, tls: nil) }
            }
        case .plain:
            channel = try await bootstrap.connect(host: "127.0.0.1", port: server.port) { channel in
                channel.eventLoop.makeCompletedFuture { try configure(channel, tls: nil) }
            }
        case .tls:
            var configuration = TLSConfiguration.makeClientConfiguration()
            configuration.certificateVerification = .none
            configuration.applicationProtocols = [Frame.applicationProtocol]
            configuration.maximumTLSVersion = maximumTLS
            let context = try NIOSSLContext(configuration: configuration)
            channel = try await bootstrap.connect(host: "127.0.0.1", port: server.port) { channel in
                channel.eventLoop.makeCompletedFuture { try configure(channel, tls: context) }
            }
        }
        return try await channel.executeThenClose { inbound, outbound in
            var peer = RawPeer(frames: inbound.makeAsyncIterator(), outbound: outbound)
            return try await body(&peer)
        }
    }

    private init(
        frames: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator,
        outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) {
        self.frames = frames
        self.outbound = outbound
    }

    private static func configure(
        _ channel: any Channel, tls: NIOSSLContext?
    ) throws -> NIOAsyncChannel<ByteBuffer, ByteBuffer> {
        let pipeline = channel.pipeline.syncOperations
        if let tls { try pipeline.addHandler(NIOSSLClientHandler(context: tls, serverHostname: nil)) }
        try pipeline.addHandler(ByteToMessageHandler(FrameDecoder(limit: 4 * Frame.limit)))
        return try NIOAsyncChannel(wrappingChannelSynchronously: channel)
    }

    /// Writes bytes as they are.
    func write(_ bytes: [UInt8]) async throws { try await outbound.write(ByteBuffer(bytes: bytes)) }

    /// Writes a request.
    ///
    /// - Returns: Its id.
    @discardableResult
    mutating func start(_ request: Request) async throws -> UInt64 {
        lastID += 1
        var buffer = ByteBuffer()
        try ClientFrame(id: lastID, request: request).encode(into: &buffer)
        try await outbound.write(buffer)
        return lastID
    }

    /// The next frame of the server; `nil` when it closed the connection.
    mutating func next() async throws -> ServerFrame? {
        while let frame = try await frames.next() {
            if let frame = try ServerFrame.decode(frame) { return frame }
        }
        return nil
    }

    /// Asks and takes the next frame for the answer.
    mutating func ask(_ request: Request) async throws -> Result<Reply, ChatError> {
        let id = try await start(request)
        guard case .reply(id, let result)? = try await next() else { throw TestFailure("no reply to \(request.verb)") }
        return result.read
    }

    /// Greets and logs in.
    mutating func logIn(_ credential: Login.Credential) async throws {
        _ = try await ask(.hello(Hello(client: "raw"))).get()
        _ = try await ask(.login(Login(credential))).get()
    }

    /// Why the server went away: the reason of its farewell, if it gave one, once it closed the connection.
    mutating func farewell() async throws -> ChatError? {
        var reason: ChatError?
        do {
            while let frame = try await next() {
                if case .event(.goingAway(let error)) = frame { reason = error }
            }
        } catch is NIOSSLError {
            // A connection that just ends.
        } catch is IOError {
            // One that was reset.
        }
        return reason
    }
}

extension Result<ReplyContent, ChatError> {
    /// The answer as it is to be understood.
    var read: Result<Reply, ChatError> {
        do throws(ChatError) { return .success(try Reply(try get())) } catch { return .failure(error) }
    }
}

extension Result where Failure == ChatError {
    /// The error's code, if it is one.
    var code: ChatError.Code? {
        if case .failure(let error) = self { error.code } else { nil }
    }
}
