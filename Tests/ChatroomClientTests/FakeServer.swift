import ChatroomTestSupport
import NIOCore
import NIOPosix
import NIOSSL
import NIOTLS
import Synchronization

@testable import ChatroomServer

/// A TLS server with a key of its own that says nothing and records what it is told.
final class FakeServer: Sendable {
    /// What it saw.
    struct Record: Sendable {
        /// How many connections reached it.
        var connections = 0
        /// How many handshakes were completed.
        var handshakes = 0
        /// What it was told inside TLS.
        var bytes: [UInt8] = []
    }

    /// The port on 127.0.0.1.
    let port: Int
    private let listener: any Channel
    private let recorder: Recorder

    fileprivate final class Recorder: Sendable {
        let record = Mutex(Record())
    }

    /// What it saw so far.
    var record: Record { recorder.record.withLock { $0 } }

    /// Runs something while a server with a fresh key runs.
    static func with<Result>(
        protocols: [String], _ body: (FakeServer) async throws -> Result
    ) async throws -> Result {
        let scratch = try ScratchDirectory()
        let certificate = try ServerCertificate(selfMadeIn: scratch.path)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: certificate.chain.map { .certificate($0) }, privateKey: .privateKey(certificate.key))
        configuration.applicationProtocols = protocols
        let context = try NIOSSLContext(configuration: configuration)
        let recorder = Recorder()
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    recorder.record.withLock { $0.connections += 1 }
                    try channel.pipeline.syncOperations.addHandlers([
                        NIOSSLServerHandler(context: context), Listener(recorder),
                    ])
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let server = FakeServer(listener: listener, recorder: recorder)
        do {
            let result = try await body(server)
            try await listener.close()
            return result
        } catch {
            try await listener.close()
            throw error
        }
    }

    private init(listener: any Channel, recorder: Recorder) {
        self.listener = listener
        self.recorder = recorder
        port = listener.localAddress?.port ?? 0
    }

    private final class Listener: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private let recorder: Recorder

        init(_ recorder: Recorder) { self.recorder = recorder }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let bytes = Array(unwrapInboundIn(data).readableBytesView)
            recorder.record.withLock { $0.bytes += bytes }
        }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            if event is TLSUserEvent { recorder.record.withLock { $0.handshakes += 1 } }
            context.fireUserInboundEventTriggered(event)
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}
