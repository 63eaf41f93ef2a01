internal import ChatroomCore
internal import NIOCore
internal import NIOPosix
internal import NIOSSL

/// Opens connections that are logged in, all on one event loop.
///
/// The certificate is not checked: the server is on this machine and holds nothing but what the benchmark sends.
struct BenchChannel: Sendable {
    let loop: any EventLoop
    private let host: String
    private let port: Int
    private let token: Token.Secret
    private let tls: NIOSSLContext

    init(loop: any EventLoop, host: String, port: Int, token: Token.Secret) throws {
        (self.loop, self.host, self.port, self.token) = (loop, host, port, token)
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv13
        configuration.certificateVerification = .none
        configuration.applicationProtocols = [Frame.applicationProtocol]
        tls = try NIOSSLContext(configuration: configuration)
    }

    /// Opens one.
    ///
    /// - Parameters:
    ///   - follows: Whether it follows the lobby from its end.
    ///   - make: Makes what takes its frames, on the loop.
    /// - Returns: What was made, once the server has answered.
    /// - Throws: What connecting throws, or the server's refusal.
    func connect<Handler: FrameCounter>(
        follows: Bool, _ make: @escaping @Sendable () -> Handler
    ) async throws -> NIOLoopBound<Handler> {
        let (tls, loop) = (tls, loop)
        var requests: [Request] = [.hello(Hello(client: "chatroom-bench")), .login(Login(.token(token)))]
        if follows { requests.append(.follow(Follow(target: .lobby, start: .tail))) }
        let greeting = requests
        let handler: NIOLoopBound<Handler> = try await ClientBootstrap(group: loop)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .connect(host: host, port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = make()
                    handler.begin(greeting, on: channel)
                    try channel.pipeline.syncOperations.addHandlers([
                        NIOSSLClientHandler(context: tls, serverHostname: nil), handler,
                    ])
                    return NIOLoopBound(handler, eventLoop: loop)
                }
            }
        try await loop.flatSubmit { handler.value.isReady }.get()
        return handler
    }
}
