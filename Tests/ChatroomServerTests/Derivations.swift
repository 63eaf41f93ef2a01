import ChatroomCore
import ChatroomDisk
import ChatroomStore
import ChatroomTestSupport
import ChatroomWire
import Dispatch
import Synchronization

@testable import ChatroomServer

/// The passwords that a server looks at, counted, and held back as long as a test says so.
final class Derivations: Sendable {
    private let state = Mutex((sources: [Source](), isHeld: false))
    private let gate = DispatchSemaphore(value: 0)

    /// Runs something with a server whose derivations are watched.
    static func with<Result>(
        adjust: (inout ServerConfiguration) -> Void = { _ in },
        _ body: (InProcessServer, Derivations) async throws -> Result
    ) async throws -> Result {
        let derivations = Derivations()
        return try await InProcessServer.with(
            adjust: { configuration in
                configuration.limits.loginRound = .milliseconds(20)
                adjust(&configuration)
            },
            open: { configuration in
                _ = try PrivateFileWriter.makeDirectory(configuration.dataDirectory)
                return try await ChatServer(
                    configuration, engines: try await .onDisk(configuration.dataDirectory),
                    certificate: try ServerCertificate(selfMadeIn: configuration.dataDirectory), isNewDirectory: true,
                    logger: InProcessServer.silence, onRunning: { _ in }, onStopping: { _ in },
                    onDerivation: { derivations.begin(for: $0) })
            },
            { server in
                defer { derivations.release() }
                return try await body(server, derivations)
            })
    }

    /// Where the passwords came from, in order.
    var sources: [Source] { state.withLock { $0.sources } }

    /// How many there were.
    var count: Int { sources.count }

    /// Lets none end that begins from here on.
    func hold() { state.withLock { $0.isHeld = true } }

    /// Lets all go on.
    func release() {
        let count = state.withLock { state in
            state.isHeld = false
            return state.sources.count
        }
        for _ in 0..<count { gate.signal() }
    }

    private func begin(for source: Source) {
        let isHeld = state.withLock { state in
            state.sources.append(source)
            return state.isHeld
        }
        if isHeld { gate.wait() }
    }
}

extension InProcessServer {
    /// The server's accounts, as its handlers have them.
    var accounts: Accounts { server.services.accounts }

    /// Logs in with a password as somebody at an address.
    func logIn(_ name: String, _ password: String = InProcessServer.password, at address: String) async -> ChatError? {
        guard let origin = Origin(address: address) else { return ChatError(.invalid, "no address") }
        do {
            _ = try await accounts.login(name: name, password: password, label: "", from: Caller(origin))
            return nil
        } catch let error as ChatError {
            return error
        } catch {
            return ChatError(.internalError, "\(error)")
        }
    }

    /// Registers somebody at an address, and waits until it is known that the account is at home there.
    func settle(_ name: String, at address: String) async throws {
        guard let origin = Origin(address: address) else { throw TestFailure("no address") }
        let request = Register(
            name: try UserName(name), password: Self.password, kind: .human, label: "test", code: firstCode)
        _ = try await accounts.register(request, policy: .open, from: Caller(origin))
        try await eventually("\(name) known at \(address)") {
            try await self.accounts.places.recognise(origin.place, request.name).isAccountKnown
        }
    }
}
