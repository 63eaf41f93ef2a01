internal import ChatroomClient
internal import ChatroomCore
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
            isQuiet: options.quiet, isJSON: options.json, colour: options.color, environment: environment)
    }

    /// A client that is nobody yet.
    func client(
        credential: ChatroomCore.Login.Credential? = nil, requestTimeout: Duration = .seconds(10)
    ) throws -> ChatClient {
        if options.verbose { diagnostics.note("server \(address), profile \(profile.name)") }
        var settings = ChatClient.Options(product: Version.product)
        settings.requestTimeout = requestTimeout
        if let timeout = options.timeout {
            settings.connectTimeout = min(timeout, settings.connectTimeout)
            settings.requestTimeout = timeout
        }
        settings.onSlow = { [diagnostics, address] isSlow in
            diagnostics.progress(isSlow ? "connecting to \(address)..." : nil)
        }
        return ChatClient(address: address, trust: try trust(), credential: credential, options: settings)
    }

    /// A client that logs in by what an earlier login left, or by a token from the environment.
    ///
    /// - Returns: The client.
    /// - Throws: `ChatError` with code `not-logged-in` when there is neither.
    func loggedInClient() async throws -> ChatClient { try client(credential: try await credential()) }

    /// A client for the pieces of files, of which several are on a slow line at once.
    ///
    /// - Returns: The client.
    /// - Throws: As ``loggedInClient()``.
    func transferClient() async throws -> ChatClient {
        try client(credential: try await credential(), requestTimeout: .seconds(60))
    }

    private func credential() async throws -> ChatroomCore.Login.Credential {
        if let token = try await EnvironmentToken.read(environment) { return .token(token) }
        guard let login = try storedLogin() else {
            throw ChatError(
                .notLoggedIn, "not logged in to \(address)",
                hint: "Run 'chatroom login NAME' or set CHATROOM_TOKEN_FILE.")
        }
        return .token(login.token)
    }

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

    /// Who is logged in.
    func user(_ client: ChatClient) async throws -> UserName {
        guard let user = try await client.withConnection({ $0.user }) else {
            throw ChatError(.notLoggedIn, "not logged in to \(address)")
        }
        return user.name
    }

    /// What an earlier login under this profile left.
    func storedLogin() throws -> StoredLogin? {
        try Credentials(environment).find(profile: profile.name.text, server: address.description)
    }

    /// Keeps a login.
    func store(_ user: UserName, _ token: Token.Secret) throws {
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
    func noteNames(_ names: [String]) { NameCache(profile, environment)?.note(names) }

    /// Keeps the names of the rooms and users that somebody who has just logged in can see.
    ///
    /// - Parameter connection: The connection.
    func noteNames(of connection: ChatConnection) async {
        let targets = (try? await connection.conversations().map(\.target.description)) ?? []
        let users = (try? await connection.who().map { "@\($0.name)" }) ?? []
        noteNames(targets + users)
    }

    /// What a token is for, as its owner will see it listed: this machine's name.
    var tokenLabel: String {
        var bytes = [CChar](repeating: 0, count: 256)
        guard gethostname(&bytes, bytes.count - 1) == 0 else { return "unknown host" }
        return String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Tells what becomes of a connection that is to last.
    func tell(_ status: ChatClient.Status) {
        switch status {
        case .lost(let error, let wait):
            diagnostics.note("\(error.message); retrying in \(DurationText.text(wait)) (nothing is lost)")
        case .back(let time):
            diagnostics.note("back after \(DurationText.text(time))")
        case .tooFast(let error, let wait):
            diagnostics.aside("\(error.message); going on in \(DurationText.text(wait))")
        }
    }

    private func trust() throws -> ServerTrust {
        let known = try KnownServers(environment)
        let (diagnostics, terminal) = (diagnostics, TerminalPrompt())
        let pinned = try known.fingerprint(of: address.description)
        let isNamed = options.fingerprint != nil
        var trust = ServerTrust { server, key in
            if isNamed {
                try known.pin(key.description, for: server.description)
            } else {
                try known.pin(key.description, for: server.description, replacing: pinned)
            }
            diagnostics.aside("remembered the key of \(server)")
        }
        if case .unix = address {
            trust.expectedOwner = try options.fingerprint.map { text throws(ChatError) in try SocketOwner.id(text) }
        } else {
            trust.expected = try options.fingerprint.map { text throws(ChatError) in try KeyFingerprint(text) }
        }
        trust.pinned = try pinned.map { text throws(ChatError) in try KeyFingerprint(text) }
        trust.own = address.isLocal ? try ownKey() : nil
        trust.acceptsNew = options.acceptNew
        trust.ask = { server, key in
            try await TrustPrompt(terminal: terminal).ask(about: key.description, of: server.description)
            return true
        }
        return trust
    }

    /// The key of the server that this user runs on this machine, if there is one in the usual place.
    private func ownKey() throws -> KeyFingerprint? {
        let directory = try environment.serverData(nil)
        var status = stat()
        // By a path that is text in any case, which is what a certificate's file is read by.
        guard let place = FileDescriptor(directory, O_RDONLY | O_DIRECTORY),
            fstatat(place.number, "tls-key.pem", &status, 0) == 0, status.st_uid == geteuid()
        else { return nil }
        let key = KeyFingerprint(certificateFile: "/proc/self/fd/\(place.number)/tls-cert.pem")
        withExtendedLifetime(place) {}
        return key
    }
}
