internal import ArgumentParser
internal import ChatroomWire
internal import NIOCore
internal import NIOPosix
internal import NIOSSL

/// Opens connections to a server, all on one event loop.
///
/// The certificate is not verified: this is a benchmark of a server on this machine, started by whoever runs it, and
/// the token that is sent is good for nothing else.
struct BenchChannel: Sendable {
    /// Where the server is.
    enum Address: Sendable {
        /// Over TLS 1.3.
        case tcp(host: String, port: Int)
        /// Through a local socket, where the server speaks no TLS.
        case unix(path: String)

        /// Takes what the command line says.
        init(server: String?, unix: String?) throws {
            if let unix {
                self = .unix(path: unix)
                return
            }
            guard let server else { throw ValidationError("one of --server and --unix is needed") }
            guard let colon = server.lastIndex(of: ":"), let port = UInt16(server[server.index(after: colon)...]),
                colon != server.startIndex
            else { throw ValidationError("--server takes HOST:PORT") }
            self = .tcp(host: String(server[..<colon]), port: Int(port))
        }
    }

    let loop: any EventLoop
    private let address: Address
    private let tls: NIOSSLContext

    init(loop: any EventLoop, address: Address) throws {
        self.loop = loop
        self.address = address
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv13
        configuration.certificateVerification = .none
        configuration.applicationProtocols = [Frame.applicationProtocol]
        tls = try NIOSSLContext(configuration: configuration)
    }

    /// Opens one.
    ///
    /// - Parameter make: Makes the end of its pipeline, on the loop.
    /// - Returns: What was made, once the server has answered its greeting.
    /// - Throws: What connecting throws, or the server's refusal.
    func connect<End: BenchConnection>(
        _ make: @escaping @Sendable () -> End
    ) async throws -> NIOLoopBound<End> {
        let bootstrap = ClientBootstrap(group: loop).connectTimeout(.seconds(10))
        let end: NIOLoopBound<End>
        switch address {
        case .tcp(let host, let port):
            end = try await bootstrap.channelOption(.tcpOption(.tcp_nodelay), value: 1)
                .connect(host: host, port: port) { [tls] in Self.configure($0, tls: tls, make) }
        case .unix(let path):
            end = try await bootstrap.connect(unixDomainSocketPath: path) { Self.configure($0, tls: nil, make) }
        }
        try await loop.flatSubmit { end.value.ready }.get()
        return end
    }

    private static func configure<End: BenchConnection>(
        _ channel: any Channel, tls: NIOSSLContext?, _ make: @escaping @Sendable () -> End
    ) -> EventLoopFuture<NIOLoopBound<End>> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            if let tls { try pipeline.addHandler(NIOSSLClientHandler(context: tls, serverHostname: nil)) }
            let end = make()
            try pipeline.addHandler(end)
            return NIOLoopBound(end, eventLoop: channel.eventLoop)
        }
    }
}
