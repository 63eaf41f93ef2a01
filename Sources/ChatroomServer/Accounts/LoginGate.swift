internal import ChatroomCore
internal import ChatroomStore
internal import Logging

/// Which passwords are checked at all, and protects the record of failed ones: everything that takes a password of an
/// account that exists comes through here.
///
/// What ``LoginThrottle`` admits is checked at once; what would pass a limit only if those that are being checked are wrong
/// waits until they are decided. What it refuses waits for a round and is refused then; from a place where the account has
/// logged in before it has a turn within it (``ReservedTurns``), and a right password gets in at once. A wrong one is
/// answered as if it had not been looked at, and all refusals come at the same times, so nobody learns which names exist or
/// where they have logged in. A device that shows that it logged in before is a source of its own and stands in nobody's
/// line (``DeviceProofs``).
actor LoginGate {
    private typealias Found = (account: Account, passwordHash: String)

    private struct Waiter {
        let account: String
        let continuation: CheckedContinuation<LoginThrottle.Attempt, any Error>
    }

    private let store: any AccountStore
    private let hasher: PasswordHasher
    private let places: KnownPlaces
    private let steady: SteadyClock
    private let logger: Logger
    private let room: Int
    private var throttle: LoginThrottle
    private var turns: ReservedTurns
    /// What waits for those that are being checked, in order.
    private var waiting: [Source: [Waiter]] = [:]

    init(
        store: any AccountStore, hasher: PasswordHasher, places: KnownPlaces, limits: Limits, steady: SteadyClock,
        logger: Logger
    ) {
        self.store = store
        self.hasher = hasher
        self.places = places
        self.steady = steady
        self.logger = logger
        room = limits.unauthenticated
        throttle = LoginThrottle(perAccount: limits.failedLoginsPerAccount, perSource: limits.failedLoginsPerSource)
        // A connection that is not logged in must live until it is answered.
        turns = ReservedTurns(round: min(limits.loginRound, limits.loginWait * 0.8))
    }

    /// Checks a name and a password.
    ///
    /// An unknown name, a wrong password and a disabled account are answered alike, in bytes and in time.
    ///
    /// - Parameters:
    ///   - password: The password.
    ///   - name: The name.
    ///   - caller: Who asks. A device of the account that has failed too often counts as where it comes from.
    ///   - isLoggedIn: Whether the caller is the account's user already; who is and fails too often is refused at once.
    /// - Returns: The account and the stored hash that the password fits.
    /// - Throws: ``ChatError`` with code `wrong-credentials`, `rate-limited` or `busy`.
    func check(
        _ password: String, of name: String, from caller: Caller, isLoggedIn: Bool = false
    ) async throws -> (account: Account, passwordHash: String) {
        let userName = try? UserName(name)
        let key = userName?.text ?? ""
        let familiarity = try await places.recognise(caller.origin.place, userName)
        let isKnown = familiarity.isPlaceKnown || caller.device != nil
        let work = isKnown ? PasswordWork.familiarLogin : .login
        let attempt: LoginThrottle.Attempt
        do {
            attempt = try await admit(key, from: caller.source)
        } catch let error as ChatError where error.code == .rateLimited && !isLoggedIn {
            if caller.device != nil {
                var stranger = caller
                stranger.device = nil
                return try await check(password, of: name, from: stranger)
            }
            return try await wait(with: error, isKnown: familiarity.isAccountKnown, key, caller) {
                try await self.verify(password, of: userName, work, caller)
            }
        }
        var failed = false
        defer {
            throttle.end(attempt, failed: failed, at: steady.now())
            goOn(caller.source)
        }
        guard let found = try await verify(password, of: userName, work, caller) else {
            failed = true
            log(key, caller)
            throw Self.wrongCredentials
        }
        return found
    }

    /// Admits an attempt, after those that are being checked if it must.
    private func admit(_ account: String, from source: Source) async throws -> LoginThrottle.Attempt {
        if let attempt = try throttle.begin(source: source, account: account, at: steady.now()) { return attempt }
        guard waiting[source, default: []].count < room else { throw PasswordHasher.busy }
        return try await withCheckedThrowingContinuation {
            waiting[source, default: []].append(Waiter(account: account, continuation: $0))
        }
    }

    /// Admits or refuses what waited for an attempt of a source that is decided, in order.
    private func goOn(_ source: Source) {
        guard var line = waiting.removeValue(forKey: source) else { return }
        line.removeAll { waiter in
            do throws(ChatError) {
                let attempt = try throttle.begin(source: source, account: waiter.account, at: steady.now())
                guard let attempt else { return false }
                waiter.continuation.resume(returning: attempt)
            } catch {
                waiter.continuation.resume(throwing: error)
            }
            return true
        }
        if !line.isEmpty { waiting[source] = line }
    }

    /// Waits for a round, checks the password when its turn has come, and else refuses at a time that does not tell
    /// whether it had one.
    private func wait(
        with refusal: ChatError, isKnown: Bool, _ account: String, _ caller: Caller, check: () async throws -> Found?
    ) async throws -> Found {
        let end = steady.now() + turns.round
        // A turn so late that its outcome might come after the refusal is none.
        let lastTurn = end - turns.round / 8
        var ticket: ReservedTurns.Ticket?
        if isKnown { ticket = join(account, caller) }
        defer { if let ticket { turns.leave(ticket, at: steady.now()) } }
        while steady.now() < end, caller.isThere(), !caller.isLeaving() {
            if let late = ticket, steady.now() >= lastTurn {
                turns.leave(late, at: steady.now())
                ticket = nil
            }
            if let held = ticket, turns.takeTurn(held, at: steady.now()) {
                ticket = nil
                do {
                    if let found = try await check() {
                        turns.giveBack(held, at: steady.now())
                        return found
                    }
                    log(account, caller)
                } catch {
                    // What was not looked at waits on.
                    turns.giveBack(held, at: steady.now())
                    ticket = join(account, caller)
                }
            }
            let glance = ticket == nil ? Self.glance : min(Self.glance, max(turns.spacing, .milliseconds(5)))
            try await steady.sleep(min(end, steady.now() + glance))
        }
        throw refusal
    }

    private func join(_ account: String, _ caller: Caller) -> ReservedTurns.Ticket {
        turns.join(place: caller.origin.place, account: account, at: steady.now(), isThere: caller.isThere)
    }

    /// How often a login that waits looks whether its connection is still there, at least.
    private static let glance: Duration = .milliseconds(250)

    private func verify(
        _ password: String, of name: UserName?, _ work: PasswordWork, _ caller: Caller
    ) async throws -> (account: Account, passwordHash: String)? {
        var found: Found?
        if let name { found = try await store.account(named: name) }
        let hash = found.flatMap { PasswordHash($0.passwordHash) }
        return try await hasher.verify(password, against: hash, work, for: caller) ? found : nil
    }

    private func log(_ account: String, _ caller: Caller) {
        logger.notice(
            "login failed",
            metadata: [
                "source": "\(caller.origin.place)", "account": "\(account)", "known": "\(caller.device != nil)",
            ])
    }

    /// What a wrong name, a wrong password and a disabled account are answered with.
    static let wrongCredentials = ChatError(.wrongCredentials, "wrong name or password")
}
