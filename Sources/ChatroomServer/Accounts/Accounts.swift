internal import ChatroomCore
internal import ChatroomStore
internal import Crypto
internal import Logging

/// Who may log in: makes accounts, checks passwords and tokens, and protects the record of who registered how many.
actor Accounts {
    /// Where accounts have logged in.
    let places: KnownPlaces
    private let store: any ChatStore
    private let hasher: PasswordHasher
    private let gate: LoginGate
    private let steady: SteadyClock
    private let clock: WallClock
    private let logger: Logger
    private var registrations: RegistrationThrottle

    init(
        store: any ChatStore, hasher: PasswordHasher, gate: LoginGate, places: KnownPlaces, limits: Limits,
        steady: SteadyClock, clock: WallClock, logger: Logger
    ) {
        self.store = store
        self.hasher = hasher
        self.gate = gate
        self.places = places
        self.steady = steady
        self.clock = clock
        self.logger = logger
        registrations = RegistrationThrottle(perHour: limits.registrationsPerHour, perDay: limits.registrationsPerDay)
    }

    /// Makes an account and a first token for it.
    ///
    /// - Throws: ``ChatError`` with code `not-allowed`, `exists`, `invalid`, `rate-limited` or `busy`.
    func register(
        _ request: Register, policy: ServerConfiguration.Registration, from caller: Caller
    ) async throws -> (Identity, Token.Secret) {
        let isLocal = caller.origin.source.isLocal
        let isFirst = try await !store.hasAccounts()
        guard policy == .open || (isFirst && isLocal) else {
            throw ChatError(
                .notAllowed, "this server takes no registrations", hint: "Ask its administrator for an account.")
        }
        try PasswordRule.check(request.password, for: request.name)
        // The administrator's account must be had whatever else is made meanwhile.
        if isFirst && isLocal { return try await makeAccount(request, from: caller) }
        let source = caller.origin.source
        try registrations.begin(source, at: steady.now())
        do {
            return try await makeAccount(request, from: caller)
        } catch {
            let isTaken = (error as? ChatError)?.code == .exists
            registrations.giveBack(isTaken ? 1 - RegistrationThrottle.taken : 1, to: source, at: steady.now())
            throw error
        }
    }

    private func makeAccount(_ request: Register, from caller: Caller) async throws -> (Identity, Token.Secret) {
        if try await store.account(named: request.name) != nil {
            throw ChatError(.exists, "the name '\(request.name)' is taken on this server")
        }
        let hash = try await hasher.hash(request.password, .registration, for: caller)
        let account = try await store.createAccount(
            NewAccount(
                name: request.name, kind: request.kind, passwordHash: hash.text,
                mayAdminister: caller.origin.source.isLocal),
            at: clock.now())
        await places.note(account.id, at: caller.origin.place)
        return try await issueToken(for: account, label: request.label)
    }

    /// Checks a name and a password and makes a token.
    ///
    /// An unknown name, a wrong password and a disabled account are answered alike, in bytes and in time.
    ///
    /// - Throws: ``ChatError`` with code `wrong-credentials`, `rate-limited` or `busy`.
    func login(
        name: String, password: String, label: String, from caller: Caller
    ) async throws -> (Identity, Token.Secret) {
        let found = try await gate.check(password, of: name, from: caller)
        await places.note(found.account.id, at: caller.origin.place)
        if let hash = PasswordHash(found.passwordHash), hasher.isOutdated(hash) {
            try await store.rehash(
                try await hasher.hash(password, .familiarLogin, for: caller).text, replacing: found.passwordHash,
                of: found.account.id)
        }
        return try await issueToken(for: found.account, label: label)
    }

    /// Finds whom a token belongs to; costs no derivation.
    ///
    /// - Throws: ``ChatError`` with code `wrong-credentials`.
    func login(token: Token.Secret, from caller: Caller) async throws -> Identity {
        guard let found = try await store.account(withTokenDigest: Self.digest(token), at: clock.now()) else {
            throw ChatError(
                .notLoggedIn, "this login was revoked or never made here", hint: "Run 'chatroom login NAME'.")
        }
        await places.note(found.account.id, at: caller.origin.place)
        return Identity(account: found.account, token: found.token)
    }

    /// Replaces a password and revokes all tokens but the one in use; to give the old password is to guess it.
    ///
    /// - Returns: The tokens that were revoked.
    func changePassword(
        _ request: ChangePassword, of identity: Identity, from caller: Caller
    ) async throws -> [Token.ID] {
        let name = identity.account.user.name
        _ = try await gate.check(request.old, of: name.text, from: caller)
        try PasswordRule.check(request.new, for: name)
        let hash = try await hasher.hash(request.new, .familiarLogin, for: caller)
        return try await store.setPassword(hash: hash.text, of: identity.account.id, keeping: identity.token)
    }

    private func issueToken(for account: Account, label: String) async throws -> (Identity, Token.Secret) {
        var random = SystemRandomNumberGenerator()
        let secret = Token.Secret(using: &random)
        let id = try await store.createToken(
            digest: Self.digest(secret), of: account.id, label: String(label.prefix(64)), at: clock.now())
        return (Identity(account: account, token: id), secret)
    }

    private static func digest(_ token: Token.Secret) -> [UInt8] { Array(SHA256.hash(data: token.bytes)) }
}

/// Who a session belongs to, and by which token it was opened.
struct Identity: Sendable, Hashable {
    let account: Account
    let token: Token.ID
}
