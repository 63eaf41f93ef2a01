internal import ChatroomCore
internal import ChatroomStore
internal import Logging

/// Which passwords are checked at all, and protects the record of failed ones: everything that takes a password of an
/// account that exists comes through here.
///
/// As long as ``LoginThrottle`` admits it, a password is checked at once. What it refuses waits for the end of a round and
/// then some, and is refused. From a place where the account has logged in before, one of those that wait is checked at
/// the end of the round (``ReservedTurns``), so a guesser beside the owner slows the owner down and no more. A wrong
/// password is then answered as if it had not been looked at, and all refusals come at the same times, so nobody learns
/// which names exist or where they have logged in.
actor LoginGate {
    private let store: any ChatStore
    private let hasher: PasswordHasher
    private let places: KnownPlaces
    private let steady: SteadyClock
    private let logger: Logger
    private var throttle: LoginThrottle
    private var turns: ReservedTurns

    init(
        store: any ChatStore, hasher: PasswordHasher, places: KnownPlaces, limits: Limits, steady: SteadyClock,
        logger: Logger
    ) {
        self.store = store
        self.hasher = hasher
        self.places = places
        self.steady = steady
        self.logger = logger
        throttle = LoginThrottle(perAccount: limits.failedLoginsPerAccount, perSource: limits.failedLoginsPerSource)
        // A connection that is not logged in must live until it is answered.
        turns = ReservedTurns(period: min(limits.loginRound, limits.loginTime * 0.8))
    }

    /// Checks a name and a password.
    ///
    /// An unknown name, a wrong password and a disabled account are answered alike, in bytes and in time.
    ///
    /// - Returns: The account and the stored hash that the password fits.
    /// - Throws: ``ChatError`` with code `wrong-credentials`, `rate-limited` or `busy`.
    func check(
        _ password: String, of name: String, from caller: Caller
    ) async throws -> (account: Account, passwordHash: String) {
        let userName = try? UserName(name)
        let key = userName?.text ?? ""
        let origin = caller.origin
        let familiarity = try await places.recognise(origin.place, userName)
        let work = familiarity.isPlaceKnown ? PasswordWork.familiarLogin : .login
        let attempt: LoginThrottle.Attempt
        do {
            attempt = try throttle.begin(source: origin.source, account: key, at: steady.now())
        } catch {
            return try await wait(with: error, isKnown: familiarity.isAccountKnown, key, caller) {
                try await self.verify(password, of: userName, work, caller)
            }
        }
        var failed = false
        defer { throttle.end(attempt, failed: failed, at: steady.now()) }
        guard let found = try await verify(password, of: userName, work, caller) else {
            failed = true
            logger.notice("login failed", metadata: ["source": "\(origin.place)", "account": "\(key)"])
            throw Self.wrongCredentials
        }
        return found
    }

    /// Waits for the end of a round, checks the password if its turn has come, and else refuses at a time that does not
    /// tell which of the two happened.
    private func wait(
        with refusal: ChatError, isKnown: Bool, _ account: String, _ caller: Caller,
        check: () async throws -> (account: Account, passwordHash: String)?
    ) async throws -> (account: Account, passwordHash: String) {
        let place = caller.origin.place
        let drawing = turns.drawing(at: steady.now())
        let ticket =
            isKnown
            ? turns.join(place: place, account: account, at: steady.now(), isThere: caller.isThere) : nil
        do {
            try await hold(caller, until: drawing)
        } catch {
            if let ticket { turns.leave(ticket) }
            throw error
        }
        var random = SystemRandomNumberGenerator()
        if let ticket, turns.draw(ticket, at: steady.now(), using: &random) {
            // A queue that is full tells no more than the refusal.
            let found = try? await check()
            if let found {
                turns.giveBack(ticket, at: steady.now())
                return found
            }
            logger.notice("login failed", metadata: ["source": "\(place)", "account": "\(account)"])
        }
        try await hold(caller, until: drawing + turns.period * 0.125)
        throw refusal
    }

    /// Waits until a time, or until the connection goes or is asked to.
    private func hold(_ caller: Caller, until time: Duration) async throws {
        while steady.now() < time, caller.isThere(), !caller.isLeaving() {
            try await steady.sleep(min(time, steady.now() + Self.glance))
        }
    }

    /// How often a login that waits looks whether its connection is still there.
    private static let glance: Duration = .milliseconds(250)

    private func verify(
        _ password: String, of name: UserName?, _ work: PasswordWork, _ caller: Caller
    ) async throws -> (account: Account, passwordHash: String)? {
        var found: (account: Account, passwordHash: String)?
        if let name { found = try await store.account(named: name) }
        let hash = found.flatMap { PasswordHash($0.passwordHash) }
        return try await hasher.verify(password, against: hash, work, for: caller) ? found : nil
    }

    /// What a wrong name, a wrong password and a disabled account are answered with.
    static let wrongCredentials = ChatError(.wrongCredentials, "wrong name or password")
}
