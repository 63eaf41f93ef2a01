import ChatroomClient
import ChatroomCore
import ChatroomTestSupport
import ChatroomWire
import NIOCore
import NIOPosix
import Synchronization

/// A server on a local socket that answers as a test says; greetings and logins it grants by itself.
final class ScriptedServer: Sendable {
    /// What becomes of a request.
    enum Answer: Sendable {
        /// It is granted, and these events follow.
        case reply(Reply, events: [Event] = [])
        case refusal(ChatError)
        case silence
        case hangUp
    }

    /// Answers a request on a connection, the first being 1; `nil` for what is usual.
    typealias Script = @Sendable (_ connection: Int, _ request: Request) -> Answer?

    /// Where it listens.
    let address: ServerAddress
    private let book: Book
    private let directory: ScratchDirectory

    fileprivate final class Book: Sendable {
        let script: Script
        let requests = Mutex<[Request]>([])
        let connections = Mutex(0)

        init(_ script: @escaping Script) { self.script = script }
    }

    /// Every request that arrived.
    var requests: [Request] { book.requests.withLock { $0 } }
    /// How many connections there were.
    var connections: Int { book.connections.withLock { $0 } }

    /// Runs something while such a server runs.
    static func with<Result>(
        _ script: @escaping Script, _ body: (ScriptedServer) async throws -> Result
    ) async throws -> Result {
        let directory = try ScratchDirectory()
        let book = Book(script)
        let path = directory.file("s")
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let number = book.connections.withLock { count in
                        count += 1
                        return count
                    }
                    try channel.pipeline.syncOperations.addHandlers([
                        ByteToMessageHandler(FrameDecoder(limit: 4 * Frame.limit)), Answerer(number, book),
                    ])
                }
            }
            .bind(unixDomainSocketPath: path).get()
        let server = ScriptedServer(.unix(path: path), book, directory)
        do {
            let result = try await body(server)
            try await listener.close()
            return result
        } catch {
            try await listener.close()
            throw error
        }
    }

    private init(_ address: ServerAddress, _ book: Book, _ directory: ScratchDirectory) {
        self.address = address
        self.book = book
        self.directory = directory
    }

    /// A client of it.
    func client(requestTimeout: Duration = .seconds(10), owner: SocketOwner.ID? = nil) throws -> ChatClient {
        var options = ChatClient.Options(product: "test")
        options.requestTimeout = requestTimeout
        var trust = ServerTrust { _, _ in }
        trust.expectedOwner = owner
        return ChatClient(
            address: address, trust: trust,
            credential: .token(try Token.Secret(String(repeating: "0123456789abcdef", count: 4))), options: options)
    }

    private final class Answerer: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer
        private let number: Int
        private let book: Book

        init(_ number: Int, _ book: Book) { (self.number, self.book) = (number, book) }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            guard let frame = try? ClientFrame(decoding: unwrapInboundIn(data)),
                case .success(let request) = frame.request
            else { return context.close(promise: nil) }
            book.requests.withLock { $0.append(request) }
            var frames: [ServerFrame] = []
            switch book.script(number, request) ?? Self.usual(request) {
            case .reply(let reply, let events):
                frames = [.reply(frame.id, .success(reply.content))] + events.map { .event($0) }
            case .refusal(let error): frames = [.reply(frame.id, .failure(error))]
            case .silence: break
            case .hangUp: return context.close(promise: nil)
            }
            var buffer = ByteBuffer()
            for frame in frames { frame.encode(into: &buffer) }
            context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

        private static func usual(_ request: Request) -> Answer {
            switch request {
            case .hello:
                .reply(.welcome(Welcome(version: 1, server: "", bodyLimit: 65_536, time: Timestamp(milliseconds: 0))))
            case .login:
                (try? UserName("alice")).map {
                    .reply(.loggedIn(LoggedIn(user: User(name: $0, kind: .human, role: .member), token: nil)))
                } ?? .hangUp
            default: .reply(.done)
            }
        }
    }
}

extension Request {
    /// Whether it is a message.
    var isSend: Bool { if case .send = self { true } else { false } }
    /// Whether it logs in.
    var isLogin: Bool { if case .login = self { true } else { false } }
}
