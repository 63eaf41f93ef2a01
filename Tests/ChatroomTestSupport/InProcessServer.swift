public import ChatroomClient
public import ChatroomCore
internal import ChatroomDisk
public import ChatroomServer
public import ChatroomWire
internal import Foundation
public import Logging
internal import NIOCore
internal import ServiceLifecycleTestKit
internal import Synchronization

/// A server in the test's own process, on a free port of 127.0.0.1 and on a local socket, with data of its own.
public final class InProcessServer: Sendable {
    /// Where its data and its local socket lie.
    public let directory: ScratchDirectory
    /// The server.
    public let server: ChatServer
    private let state = Mutex(State())

    private struct State: Sendable {
        var trigger: GracefulShutdownTestTrigger?
        var isShuttingDown = false
        var isEnded = false
    }

    private init(_ directory: ScratchDirectory, _ server: ChatServer) {
        self.directory = directory
        self.server = server
    }

    /// Runs something while a server runs, then shuts the server down gracefully and waits until it is gone.
    ///
    /// - Parameters:
    ///   - directory: Where its data lie; one of its own when left out.
    ///   - port: The port; any free one when left out.
    ///   - adjust: Changes the configuration.
    ///   - open: Opens the server; as the program does when left out.
    ///   - isolation: Where `body` runs; left out.
    ///   - body: What to run.
    /// - Returns: What `body` returned.
    /// - Throws: What `open` and `body` throw, or ``TestFailure`` when the server does not end in time.
    public static func with<Result>(
        in directory: ScratchDirectory? = nil, port: Int = 0,
        adjust: (inout ServerConfiguration) -> Void = { _ in },
        open: (ServerConfiguration) async throws -> ChatServer = { try await InProcessServer.open($0) },
        isolation: isolated (any Actor)? = #isolation, _ body: (InProcessServer) async throws -> Result
    ) async throws -> Result {
        let directory = try directory ?? ScratchDirectory()
        var configuration = ServerConfiguration(
            listen: [.tcp(host: "127.0.0.1", port: port), .unix(path: directory.file("socket"))],
            dataDirectory: directory.file("data"), loops: 2, product: "chatroom/test")
        configuration.passwordCost = ScryptCost(logN: 10, parallelism: 1)
        configuration.limits.drainTime = .seconds(2)
        adjust(&configuration)
        let server = try await open(configuration)
        let running = InProcessServer(directory, server)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await running.run() }
            defer { running.shutDown() }
            let result = try await body(running)
            running.shutDown()
            try await running.waitForEnd()
            return result
        }
    }

    private func run() async throws {
        defer { state.withLock { $0.isEnded = true } }
        try await testGracefulShutdown { trigger in
            let isEarly = state.withLock { state in
                state.trigger = trigger
                return state.isShuttingDown
            }
            if isEarly { trigger.triggerGracefulShutdown() }
            try await server.run()
        }
    }

    /// Opens a server as the program does, without a log.
    ///
    /// - Parameter configuration: The configuration.
    /// - Returns: The server.
    /// - Throws: What stands in its way.
    public static func open(_ configuration: ServerConfiguration) async throws -> ChatServer {
        try await ChatServer.open(
            configuration, logger: silence,
            engines: { (configuration) throws(ChatError) in
                try await .onDisk(configuration.dataDirectory, bounds: configuration.limits.kept)
            })
    }

    /// A log that nobody reads.
    public static var silence: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }

    /// Begins the graceful shutdown.
    public func shutDown() {
        let trigger = state.withLock { state in
            state.isShuttingDown = true
            return state.trigger
        }
        trigger?.triggerGracefulShutdown()
    }

    /// Waits until the server is gone.
    ///
    /// - Parameter limit: How long.
    /// - Throws: ``TestFailure`` when it is still there.
    public func waitForEnd(within limit: Duration = Deadline.standard) async throws {
        try await eventually(within: limit, "the server's end") { state.withLock { $0.isEnded } }
    }

    /// The port on 127.0.0.1.
    public var port: Int {
        for case .tcp(_, let port) in server.addresses { return port }
        return 0
    }

    /// The address on 127.0.0.1, which is reached by TLS.
    public var address: ServerAddress { .tcp(host: "127.0.0.1", port: port) }

    /// The local socket, which takes no TLS, and whose buffers are small.
    public var socket: ServerAddress { .unix(path: directory.file("socket")) }

    /// A client that trusts the first key that it sees.
    ///
    /// - Parameters:
    ///   - credential: How it logs in; not at all when left out.
    ///   - address: Where it connects to; the TCP port when left out.
    ///   - requestTimeout: How long it waits for a reply.
    /// - Returns: The client.
    public func client(
        _ credential: Login.Credential? = nil, at address: ServerAddress? = nil, requestTimeout: Duration = .seconds(20)
    ) -> ChatClient {
        var trust = ServerTrust { _, _ in }
        trust.acceptsNew = true
        var options = ChatClient.Options(product: "test")
        options.requestTimeout = requestTimeout
        return ChatClient(
            address: address ?? self.address, trust: trust, credential: credential, options: options)
    }

    /// The code of the first administrator, as the user who runs the server finds it; `nil` when there is one.
    public var firstCode: String? {
        let text = try? String(contentsOfFile: directory.file("data/\(ChatServer.firstAccountFile)"), encoding: .utf8)
        return text?.split(separator: "\n").first.map(String.init)
    }

    /// The password of everyone whom ``register(_:kind:)`` makes.
    public static let password = "violet tractor 9"

    /// Makes an account.
    ///
    /// - Parameters:
    ///   - name: The name.
    ///   - kind: What the user is.
    /// - Returns: A credential that logs in to it.
    /// - Throws: What the server refuses with.
    public func register(_ name: String, kind: User.Kind = .human) async throws -> Login.Credential {
        let request = Register(
            name: try UserName(name), password: Self.password, kind: kind, label: "test", code: firstCode)
        let loggedIn = try await client(at: socket).withConnection { try await $0.register(request) }
        guard let token = loggedIn.token else { throw TestFailure("no token for \(name)") }
        return .token(token)
    }
}

extension OutgoingMessage {
    /// A message with an id of its own.
    ///
    /// - Parameters:
    ///   - body: The text.
    ///   - target: Where it goes.
    public init(_ body: String, to target: Target = .lobby) {
        var random = SystemRandomNumberGenerator()
        self.init(
            id: MessageID(at: Timestamp(milliseconds: 1_795_366_800_000), using: &random), target: target, body: body)
    }
}

extension ChatConnection {
    /// Sends a message and waits until it is stored.
    ///
    /// - Parameter message: The message.
    /// - Returns: The receipt.
    /// - Throws: ``ChatError`` as ``ChatConnection/ask(_:)`` does.
    @discardableResult
    public func send(_ message: OutgoingMessage) async throws -> Receipt {
        try await ask(message)
    }

    /// Takes messages of followed conversations as they come.
    ///
    /// - Parameter count: How many.
    /// - Returns: The messages.
    /// - Throws: Why the connection ended before there were so many.
    public func take(_ count: Int) async throws -> [Message] {
        var messages: [Message] = []
        guard count > 0 else { return messages }
        for try await event in events {
            if case .posted(_, let message) = event { messages.append(message) }
            if messages.count == count { return messages }
        }
        throw TestFailure("the connection ended after \(messages.count) of \(count) messages")
    }
}
