internal import ChatroomCore
internal import NIOPosix

/// Derives password hashes on two threads of its own, and protects the order in which they are derived.
///
/// A derivation takes 32 MiB and a tenth of a second or more, so unbounded logins would be a way to stop the server, and
/// those of one source a way to shut out others: sources take turns (``TurnQueue``).
actor PasswordHasher {
    /// How many derivations run at a time.
    static let width = 2

    private let threads = NIOThreadPool(numberOfThreads: PasswordHasher.width)
    private let cost: ScryptCost
    private let onDerivation: @Sendable (Source) -> Void
    private var queue = TurnQueue<CheckedContinuation<Void, any Error>>(width: PasswordHasher.width)

    /// Makes a hasher.
    ///
    /// - Parameters:
    ///   - cost: What a new hash costs.
    ///   - onDerivation: Called on a thread of the hasher's before each derivation.
    init(cost: ScryptCost, onDerivation: @escaping @Sendable (Source) -> Void = { _ in }) {
        self.cost = cost
        self.onDerivation = onDerivation
        threads.start()
    }

    /// Hashes a new password with a fresh salt.
    ///
    /// - Throws: ``ChatError`` with code `busy` when too many wait.
    func hash(_ password: String, _ work: PasswordWork, for caller: Caller) async throws -> PasswordHash {
        var random = SystemRandomNumberGenerator()
        let salt = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        return try await derive(password, salt: salt, cost: cost, work, for: caller)
    }

    /// Whether a password is the one a hash was made of; without a hash it takes the same time and is not.
    ///
    /// - Throws: ``ChatError`` with code `busy` when too many wait.
    func verify(
        _ password: String, against hash: PasswordHash?, _ work: PasswordWork, for caller: Caller
    ) async throws -> Bool {
        let derived = try await derive(
            password, salt: hash?.salt ?? [UInt8](repeating: 0, count: 16), cost: hash?.cost ?? cost, work, for: caller)
        return hash?.matches(derived) ?? false
    }

    /// Whether a hash was made with other costs than those of new ones.
    nonisolated func isOutdated(_ hash: PasswordHash) -> Bool { hash.cost != cost }

    /// Ends the threads.
    func close() async { try? await threads.shutdownGracefully() }

    private func derive(
        _ password: String, salt: [UInt8], cost: ScryptCost, _ work: PasswordWork, for caller: Caller
    ) async throws -> PasswordHash {
        let source = caller.source
        try await withCheckedThrowingContinuation { continuation in
            switch queue.add(continuation, work, of: source) {
            case .waits: break
            case .displaces(let other): other.resume(throwing: Self.busy)
            case .refused: continuation.resume(throwing: Self.busy)
            }
            goOn()
        }
        defer {
            queue.finish(work)
            goOn()
        }
        guard caller.isThere() else { throw Self.busy }
        let onDerivation = onDerivation
        return try await threads.runIfActive {
            onDerivation(source)
            return try PasswordHash(of: password, salt: salt, cost: cost)
        }
    }

    private func goOn() {
        while let (continuation, _) = queue.next() { continuation.resume() }
    }

    /// What is answered when too many wait.
    static let busy = ChatError(.busy, "too many logins at once", retryAfter: .seconds(2))
}
