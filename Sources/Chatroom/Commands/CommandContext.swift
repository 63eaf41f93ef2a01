internal import ChatroomClient
internal import ChatroomCore
internal import ChatroomSystem
internal import ChatroomTerminal
internal import ChatroomWire
internal import Glibc

/// What a command works with: the environment, the server it is about, the way to say things, the way to connect.
struct CommandContext {
    /// Lends a connection that is there already.
    typealias Connection = @Sendable () async throws -> ChatConnection

    var options: GlobalOptions
    let environment: Environment
    let profile: Profile
    let address: ServerAddress
    var diagnostics: Diagnostics
    /// Where the result goes.
    var printer = Printer()
    /// The connection of the shell in which the command runs; `nil` outside of one.
    var standing: Connection?
    /// The client whose connection all that the command does shares; `nil` for a connection a use.
    private var shared: ChatClient?
    /// Whose messages the user of the shell does not want to see.
    var ignored: Set<UserName> = []

    /// Settles what the options leave open.
    ///
    /// - Parameters:
    ///   - options: What the command line says.
    ///   - environment: The environment.
    /// - Throws: `ChatError` with code `usage` or `configuration`.
    init(_ options: GlobalOptions, environment: Environment = .ofProcess()) throws {
        self.options = options
        self.environment = environment
        profile = try Profile(profile: options.profile, server: options.server?.raw, environment: environment)
        address = try ServerAddress(profile.server)
        diagnostics = Diagnostics(
            isQuiet: options.quiet, isJSON: options.json, colour: options.color, environment: environment,
            status: ExitStatus.number)
    }

    /// A client that is nobody yet.
    func client(
        credential: ChatroomWire.Login.Credential? = nil, requestTimeout: Duration = .seconds(10),
        isBehindPrompt: Bool = false, firstConnectTimeout: Duration? = nil, keepsKey: Bool = true
    ) throws -> ChatClient {
        if options.verbose { diagnostics.note("server \(address), profile \(profile.name)") }
        var settings = ChatClient.Options(product: Version.product)
        settings.requestTimeout = requestTimeout
        if let timeout = options.timeout {
            guard timeout > .zero else {
                throw ChatError(.usage, "--timeout: nothing can be done in no time", hint: "Write 1s or more.")
            }
            settings.connectTimeout = min(timeout, settings.connectTimeout)
            settings.requestTimeout = timeout
        }
        settings.firstConnectTimeout = firstConnectTimeout.map { min($0, settings.connectTimeout) }
        var trust = try trust(for: credential)
        if !keepsKey {
            (trust.ask, trust.acceptsNew, trust.remember) = (nil, true, { _, _ in })
        }
        if isBehindPrompt {
            trust.ask = nil
        } else {
            settings.onSlow = { [diagnostics, address] isSlow in
                diagnostics.progress(isSlow ? "connecting to \(address)..." : nil)
            }
        }
        return ChatClient(address: address, trust: trust, credential: credential, options: settings)
    }

    /// A client that logs in by what an earlier login left, or by a token from the environment.
    ///
    /// - Parameters:
    ///   - isBehindPrompt: Whether the terminal is in other hands, so that nothing may be asked or shown there.
    ///   - firstConnectTimeout: How long the first connection may take to be made, if that is less than usual.
    /// - Returns: The client.
    /// - Throws: `ChatError` with code `not-logged-in` when there is neither.
    func loggedInClient(
        isBehindPrompt: Bool = false, firstConnectTimeout: Duration? = nil
    ) async throws -> ChatClient {
        if let shared { return shared }
        return try client(
            credential: .token(try await holder().token), isBehindPrompt: isBehindPrompt,
            firstConnectTimeout: firstConnectTimeout)
    }

    /// A client that logs in as ``loggedInClient(isBehindPrompt:firstConnectTimeout:)`` says, and whose messages it queues.
    func queueingClient() async throws -> (client: ChatClient, identity: String) {
        let holder = try await holder()
        return (
            try client(credential: .token(holder.token)), "\(profile.name)@\(address)@\(holder.name)"
        )
    }

    /// A client for the pieces of files, of which several are on a slow line at once.
    ///
    /// - Returns: The client.
    /// - Throws: As ``loggedInClient(isBehindPrompt:firstConnectTimeout:)``.
    func transferClient() async throws -> ChatClient {
        try client(credential: .token(try await holder().token), requestTimeout: .seconds(60))
    }

    /// What logs in, and what its holder is called on this machine: a user's name, or of a token from the environment,
    /// whose user only the server knows, something that is longer than any name and tells nothing of it.
    private func holder() async throws -> (token: Token.Secret, name: String) {
        if let token = try await EnvironmentToken.read(environment) {
            return (token, "token-\(MessageID(derivedFrom: ["outbox", token.text], secret: nil))")
        }
        guard let login = try storedLogin() else { throw try notLoggedIn() }
        return (login.token, login.user.text)
    }

    /// That nobody is logged in here, and where somebody is.
    func notLoggedIn() throws -> ChatError {
        let logins = try logins()
        var places = logins.filter { $0.profile.isSame(as: profile.name.text) }
            .map { "to \($0.server) as \($0.user) (--server \($0.server))" }
        places += logins.filter {
            $0.server.isSame(as: address.description) && !$0.profile.isSame(as: profile.name.text)
        }
        .map { "here as \($0.user) (--profile \($0.profile))" }
        let elsewhere = places.isEmpty ? "" : "You are logged in \(places.prefix(4).joined(separator: ", ")). "
        return ChatError(
            .notLoggedIn, "not logged in to \(address)",
            hint: "\(elsewhere)Run 'chatroom login NAME', or 'chatroom register NAME' the first time, or set "
                + "CHATROOM_TOKEN_FILE.")
    }

    /// Every login that is kept on this machine.
    func logins() throws -> [StoredLogin] { try Credentials(environment).all() }

    /// Whose messages are one's own, as far as that is known without asking.
    func reader() throws -> UserName? { environment.givesToken ? nil : try storedLogin()?.user }

    /// Does something over a connection: the shell's, or one of its own that is closed afterwards.
    ///
    /// - Parameter body: What to do.
    /// - Returns: What the body returned.
    /// - Throws: `ChatError` when there is no connection, and what the body throws.
    func withConnection<Result: Sendable>(
        _ body: (ChatConnection) async throws -> Result
    ) async throws -> Result {
        if let standing { return try await body(await standing()) }
        return try await loggedInClient().withConnection(body)
    }

    /// Has all that is done in a body share one connection: the shell's, or one of its own.
    ///
    /// - Parameter body: What to do, with the context that it is given.
    /// - Throws: What the body throws, and that nobody is logged in.
    func held(_ body: (CommandContext) async throws -> Void) async throws {
        guard standing == nil else { return try await body(self) }
        var context = self
        let client = try await loggedInClient()
        context.shared = client
        try await client.held { try await body(context) }
    }

    /// How long to try without getting any further before giving up.
    var patience: Duration { options.timeout ?? .seconds(60) }

    /// Sends one message, over the shell's connection or a client's.
    ///
    /// - Parameters:
    ///   - message: The message.
    ///   - client: The way to the server if there is one already.
    ///   - hint: What to do when the outcome is unknown, where that is not to give the message's id again.
    /// - Returns: Where and when it was stored.
    /// - Throws: `ChatError`: the refusal, or that whether it is stored is unknown.
    func deliver(
        _ message: OutgoingMessage, over client: ChatClient? = nil, hint: String? = nil
    ) async throws -> Receipt {
        if let standing { return try await SingleSend.deliver(message, over: try await standing(), hint: hint) }
        let client = if let client { client } else { try await loggedInClient() }
        return try await SingleSend(client: client, patience: patience, hint: hint).deliver(message) { tell($0) }
    }

    /// Does something over a connection for which nobody need be logged in, and nothing is kept of whose key it has.
    ///
    /// - Parameter body: What to do.
    /// - Returns: What the body returned.
    /// - Throws: `ChatError` when there is no connection, and what the body throws.
    func withStranger<Result: Sendable>(_ body: (ChatConnection) async throws -> Result) async throws -> Result {
        if let standing { return try await body(await standing()) }
        return try await client(keepsKey: false).withConnection(body)
    }

    /// Who is logged in.
    ///
    /// - Parameters:
    ///   - client: The way to the server.
    ///   - first: What to do when the server does not answer.
    /// - Returns: The user.
    /// - Throws: `ChatError`.
    func user(_ client: ChatClient, first: FirstContact = .once) async throws -> UserName {
        let user = try await client.withReconnecting(
            patience: .zero, first: first, onStatus: { tell($0) }, { $0.user })
        guard let user else { throw ChatError(.notLoggedIn, "not logged in to \(address)") }
        return user.name
    }

    /// Who is logged in, by what is kept here if that says so; else the server is asked, as soon as it answers.
    func knownUser(_ client: ChatClient) async throws -> UserName {
        if let user = try reader() { return user }
        return try await user(client, first: .patient(limit: options.timeout))
    }

    /// What an earlier login under this profile left.
    func storedLogin() throws -> StoredLogin? {
        try Credentials(environment).find(profile: profile.name.text, server: address.description)
    }

    /// Keeps a login.
    ///
    /// - Returns: The one in whose place it is.
    func store(_ user: UserName, _ token: Token.Secret) throws -> StoredLogin? {
        try Credentials(environment).add(
            StoredLogin(profile: profile.name.text, server: address.description, user: user, token: token))
    }

    /// What shows that this machine logged in as a user before; a login goes on without.
    func proof(of user: UserName) -> LoginProof? {
        let server = address.description
        if let proof = try? DeviceProofs(environment).find(server: server, user: user) { return proof }
        let logins = (try? Credentials(environment).all()) ?? []
        return logins.last { $0.server.isSame(as: server) && $0.user == user }.map { LoginProof($0.token) }
    }

    /// Keeps what shows the next time that this machine logged in; a login does not fail for want of it.
    func keep(_ login: LoggedIn) {
        guard let proof = login.proof else { return }
        do {
            try DeviceProofs(environment).keep(proof, server: address.description, user: login.user.name)
        } catch {
            diagnostics.aside("what shows that this machine logged in could not be kept: \(error.message)")
        }
    }

    /// Forgets the login of this profile.
    func forgetLogin() throws {
        try Credentials(environment).remove(profile: profile.name.text, server: address.description)
    }

    /// Keeps names that were seen, for completion.
    ///
    /// - Parameter names: Rooms, `@` and users, ids of files.
    func noteNames(_ names: [String]) {
        // A job with a token of its own has nobody who completes words.
        guard !environment.givesToken else { return }
        NameCache(profile, environment)?.note(names)
    }

    /// Keeps the names of the rooms and users that somebody who has just logged in can see.
    ///
    /// - Parameter connection: The connection.
    func noteNames(of connection: ChatConnection) async {
        let targets = (try? await connection.ask(ListConversations()).conversations.map(\.target.description)) ?? []
        let users = (try? await connection.ask(ChatroomWire.Who()).map { "@\($0.name)" }) ?? []
        noteNames(targets + users)
    }

    /// What a token is for, as its owner will see it listed: this machine's name.
    var tokenLabel: String { HostName.current ?? "unknown host" }

    /// Tells what becomes of a connection that is to last.
    func tell(_ status: LineStatus) { diagnostics.tell(status, of: "\(address)") }

    /// What the user named as the server's key: `--fingerprint`, else `CHATROOM_FINGERPRINT`.
    private func namedKey() throws(ChatError) -> (key: KeyFingerprint?, owner: SocketOwner.ID?)? {
        guard let text = options.fingerprint ?? environment["CHATROOM_FINGERPRINT"] else { return nil }
        do {
            if case .unix = address { return (nil, try SocketOwner.id(text)) }
            return (try KeyFingerprint(text), nil)
        } catch {
            guard options.fingerprint == nil else { throw error }
            throw ChatError(.configuration, "CHATROOM_FINGERPRINT: \(error.message)", hint: error.hint)
        }
    }

    private func trust(for credential: ChatroomWire.Login.Credential?) throws -> ServerTrust {
        let named = try namedKey()
        // What was given its token keeps nothing; with a fingerprint, too, it needs nothing of this machine.
        let isGiven = credential != nil && environment.givesToken
        if let named, isGiven {
            var trust = ServerTrust { _, _ in }
            (trust.expected, trust.expectedOwner) = named
            return trust
        }
        let known = try KnownServers(environment)
        let (diagnostics, terminal) = (diagnostics, TerminalPrompt())
        let pinned = named == nil ? try known.fingerprint(of: address.description) : nil
        let keeper = KeyKeeper(
            known: known, isNamed: named != nil, pinned: pinned, isNeeded: named == nil && !isGiven,
            diagnostics: diagnostics)
        var trust = ServerTrust { server, key in try keeper.remember(key.description, of: server.description) }
        (trust.expected, trust.expectedOwner) = named ?? (nil, nil)
        trust.pinned = try pinned.map { text throws(ChatError) in try KeyFingerprint(text) }
        trust.own = address.isLocal && named == nil ? ownKey() : nil
        trust.acceptsNew = options.acceptNew
        trust.ask = { server, key, flaw in
            try await TrustPrompt(terminal: terminal)
                .ask(about: key.description, of: server.description, flaw: flaw)
            return true
        }
        return trust
    }

    /// The key of the server that this user runs on this machine, if there is one in the usual place.
    private func ownKey() -> KeyFingerprint? {
        guard let directory = try? environment.serverData(nil) else { return nil }
        // By a path that is text in any case, which is what a certificate's file is read by.
        guard let place = Directory(directory), let status = place.status(of: "tls-key.pem", followsLinks: true),
            status.st_uid == geteuid()
        else { return nil }
        let key = KeyFingerprint(certificateFile: "\(place.openPath)/tls-cert.pem")
        withExtendedLifetime(place) {}
        return key
    }
}

/// Remembers the key of a server that is trusted.
private struct KeyKeeper {
    let known: KnownServers
    /// Whether the user named the key, which then takes the place of any other.
    let isNamed: Bool
    /// What was known of the server.
    let pinned: String?
    /// Whether a key that cannot be remembered ends the command.
    let isNeeded: Bool
    let diagnostics: Diagnostics

    func remember(_ key: String, of server: String) throws(ChatError) {
        do {
            if !isNamed {
                try known.pin(key, for: server, replacing: pinned)
            } else if try known.fingerprint(of: server) != key {
                try known.pin(key, for: server)
            } else {
                return
            }
        } catch {
            guard !isNeeded, error.code == .fileAccess else { throw error }
            diagnostics.note("the key of \(server) is not remembered: \(error)")
            return
        }
        diagnostics.aside("remembered the key of \(server)")
    }
}
