internal import ChatroomClient
internal import ChatroomCore

/// Logs in or registers on a connection of its own, again while the server has too much to do to look at it.
struct PatientLogin {
    /// How long to try if nothing else is said, and how long one answer may take.
    static let patience: Duration = .seconds(60)
    /// How long a server's wish to be left alone may be to be waited for.
    private static let longest: Duration = .seconds(10)
    /// After how long a person is told why nothing happens.
    private static let silence: Duration = .seconds(3)
    private static let waiting = "the server is busy, or being guessed at; waiting for a turn"

    let context: CommandContext
    let client: ChatClient

    /// Connects and does something, until it is done, refused, or the time is over.
    ///
    /// - Parameter body: What to do with each connection.
    /// - Returns: What the body returned.
    /// - Throws: `ChatError`.
    func run<Result: Sendable>(_ body: (ChatConnection) async throws -> Result) async throws -> Result {
        let end = ContinuousClock.now + (context.options.timeout ?? Self.patience)
        var random = SystemRandomNumberGenerator()
        var backoff = Backoff()
        while true {
            do {
                return try await telling { try await client.withConnection(body) }
            } catch let error as ChatError where Self.mayRetry(error) {
                // Those who were told the same time do not come back at the same time.
                let wait =
                    min(backoff.wait(atLeast: error.retryAfter, using: &random), Self.longest)
                    * Double.random(in: 1...1.5, using: &random)
                guard .now + wait < end else { throw error }
                context.diagnostics.progress(Self.waiting)
                try await ContinuousClock().sleep(for: wait)
                context.diagnostics.progress(nil)
            }
        }
    }

    /// Whether a refusal is about the server's or an address's many logins, and is over soon.
    private static func mayRetry(_ error: ChatError) -> Bool {
        switch error.code {
        case .busy: true
        case .rateLimited: error.retryAfter.map { $0 <= longest } ?? false
        default: false
        }
    }

    /// Tells a person at a terminal why nothing happens when something takes long.
    private func telling<Result: Sendable>(_ body: () async throws -> Result) async throws -> Result {
        let diagnostics = context.diagnostics
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                // Cancelled it has nothing to tell.
                guard (try? await ContinuousClock().sleep(for: Self.silence)) != nil else { return }
                diagnostics.progress(Self.waiting)
            }
            let started = ContinuousClock.now
            defer {
                group.cancelAll()
                if started.duration(to: .now) >= Self.silence { diagnostics.progress(nil) }
            }
            return try await body()
        }
    }
}
