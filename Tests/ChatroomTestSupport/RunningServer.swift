internal import Foundation
internal import Synchronization

/// A `chatroom serve` on a port and data of its own.
public final class RunningServer: Sendable {
    private struct State {
        var process: RunningProcess
        var port: Int
        var fingerprint: String
    }

    /// Where the server's data lie.
    public let dataPath: String
    private let binary: ChatroomBinary
    private let arguments: [String]
    private let state: Mutex<State>

    /// Runs something while a server runs, then stops the server and checks that it ends well.
    ///
    /// - Parameters:
    ///   - arguments: Arguments of `serve` besides `--listen` and `--data`.
    ///   - environment: What is added to the server's clean environment.
    ///   - isolation: Where `body` runs; left out.
    ///   - body: What to run.
    /// - Returns: What `body` returned.
    /// - Throws: What `body` throws, or ``TestFailure`` when the server does not start, or does not exit with 0 on
    ///   SIGTERM.
    public static func with<Result>(
        arguments: [String] = [], environment: [String: String] = [:],
        isolation: isolated (any Actor)? = #isolation, _ body: (RunningServer) async throws -> Result
    ) async throws -> Result {
        let binary = try ChatroomBinary(environment: environment)
        let server = try await RunningServer(binary, arguments)
        let result: Result
        do {
            result = try await body(server)
        } catch {
            print("the server of the test that fails wrote:\n\(server.process.errorsSoFar)")
            throw error
        }
        if server.process.exit != .signal(SIGKILL) { try await server.stop() }
        return result
    }

    private init(_ binary: ChatroomBinary, _ arguments: [String]) async throws {
        (self.binary, self.arguments) = (binary, arguments)
        dataPath = binary.home.file("data")
        let state = try await Self.start(binary, arguments, port: 0, dataPath: dataPath)
        self.state = Mutex(state)
    }

    /// The process that serves at this moment.
    public var process: RunningProcess { state.withLock { $0.process } }
    /// The port, the same after each ``restart(adding:)``.
    public var port: Int { state.withLock { $0.port } }
    /// The address as clients write it: `127.0.0.1:PORT`.
    public var address: String { "127.0.0.1:\(port)" }
    /// The fingerprint of the server's key: `SHA256:` and the rest.
    public var fingerprint: String { state.withLock { $0.fingerprint } }

    /// A client with a home of its own that is told where the server is, by `CHATROOM_SERVER`.
    ///
    /// - Parameters:
    ///   - home: The home; one of its own when left out.
    ///   - environment: What is added to the clean environment.
    /// - Returns: The client's program.
    /// - Throws: ``TestFailure`` when there is no executable.
    public func client(
        home: ScratchDirectory? = nil, environment: [String: String] = [:]
    ) throws -> ChatroomBinary {
        try ChatroomBinary(home: home, environment: ["CHATROOM_SERVER": address].merging(environment) { $1 })
    }

    /// Ends the server with SIGKILL, so that it cannot finish anything, and waits until it is gone.
    ///
    /// - Throws: ``TestFailure`` when it is still there in the end.
    public func kill() async throws {
        process.kill()
        try await process.waitForExit()
    }

    /// Ends the server with SIGTERM.
    ///
    /// - Returns: The server with all it wrote.
    /// - Throws: ``TestFailure`` when it does not exit with 0 in time.
    @discardableResult
    public func stop() async throws -> FinishedProcess {
        process.send(signal: SIGTERM)
        return try await process.waitForExit().check()
    }

    /// Starts the server again, on the same port and data, after ``kill()`` or ``stop()``.
    ///
    /// - Parameter more: Arguments besides those that it was started with.
    /// - Throws: ``TestFailure`` when it does not start.
    public func restart(adding more: [String] = []) async throws {
        guard process.exit != nil else { throw TestFailure("the server still runs") }
        let next = try await Self.start(binary, arguments + more, port: port, dataPath: dataPath)
        state.withLock { $0 = next }
    }

    private static func start(
        _ binary: ChatroomBinary, _ arguments: [String], port: Int, dataPath: String
    ) async throws -> State {
        let own = ["serve", "--listen", "127.0.0.1:\(port)", "--data", dataPath]
        let process = try binary.start(own + arguments)
        let ready = try await process.waitForLine(containing: "listening on 127.0.0.1:", on: .errors)
        let key = try await process.waitForLine(containing: "fingerprint SHA256:", on: .errors)
        let port = ready.split(separator: "127.0.0.1:").last.flatMap { Int($0.prefix { $0.isASCII && $0.isNumber }) }
        let fingerprint = key.split(separator: " ").first { $0.hasPrefix("SHA256:") }
        guard let port, let fingerprint else { throw TestFailure("'\(ready)' or '\(key)' is not as it should be") }
        return State(process: process, port: port, fingerprint: String(fingerprint))
    }
}
