internal import ChatroomCore
internal import NIOPosix

/// Derives password hashes on two threads of its own, and turns requests away when too many wait.
///
/// A derivation takes 32 MiB and a tenth of a second or more, so unbounded logins would be a way to stop the server.
actor PasswordHasher {
    /// How many derivations run at a time.
    static let width = 2
    /// How many may wait or run.
    static let depth = 16

    private let threads = NIOThreadPool(numberOfThreads: PasswordHasher.width)
    private let cost: ScryptCost
    private var pending = 0

    init(cost: ScryptCost) {
        self.cost = cost
        threads.start()
    }

    /// Hashes a new password with a fresh salt.
    ///
    /// - Throws: ``ChatError`` with code `busy` when too many wait.
    func hash(_ password: String) async throws -> PasswordHash {
        var random = SystemRandomNumberGenerator()
        let salt = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        return try await derive(password, salt: salt, cost: cost)
    }

    /// Whether a password is the one a hash was made of; without a hash it takes the same time and is not.
    ///
    /// - Throws: ``ChatError`` with code `busy` when too many wait.
    func verify(_ password: String, against hash: PasswordHash?) async throws -> Bool {
        let derived = try await derive(
            password, salt: hash?.salt ?? [UInt8](repeating: 0, count: 16), cost: hash?.cost ?? cost)
        return hash?.matches(derived) ?? false
    }

    /// Whether a hash was made with other costs than those of new ones.
    nonisolated func isOutdated(_ hash: PasswordHash) -> Bool { hash.cost != cost }

    /// Ends the threads.
    func close() async { try? await threads.shutdownGracefully() }

    private func derive(_ password: String, salt: [UInt8], cost: ScryptCost) async throws -> PasswordHash {
        guard pending < Self.depth else {
            throw ChatError(.busy, "too many logins at once", retryAfter: .seconds(2))
        }
        pending += 1
        defer { pending -= 1 }
        return try await threads.runIfActive { try PasswordHash(of: password, salt: salt, cost: cost) }
    }
}
