public import ChatroomCore
public import ChatroomSystem

/// What a login left behind on this machine.
public struct StoredLogin: Equatable, Sendable {
    /// The profile it was made under.
    public let profile: String
    /// The server's address, as it was given: `chat.example:8888`.
    public let server: String
    /// Who logged in.
    public let user: UserName
    /// What logs in again.
    public let token: Token.Secret

    /// Sets every part.
    public init(profile: String, server: String, user: UserName, token: Token.Secret) {
        (self.profile, self.server, self.user, self.token) = (profile, server, user, token)
    }

    /// Whether it is the login of a profile at a server, byte by byte: a token goes nowhere else.
    public func isFor(_ profile: String, _ server: String) -> Bool {
        self.profile.isSame(as: profile) && self.server.isSame(as: server)
    }
}

/// The logins of this user on this machine, at most one for a profile and a server.
///
/// A line each, its parts apart by a tab: profile, server, user, token.
public struct Credentials: Sendable {
    private let file: PrivateFile

    /// Names the file; it need not exist.
    public init(_ environment: Environment) throws(ChatError) {
        file = PrivateFile("credentials", in: try environment.stateDirectory, environment: environment)
    }

    /// Every login that is kept, in the order in which they were added.
    ///
    /// - Throws: `ChatError` with code `configuration` when the file is not as it must be, which names the line, or
    ///   `file-access`.
    public func all() throws(ChatError) -> [StoredLogin] {
        try parse(try file.read() ?? "")
    }

    /// The login for a profile and a server.
    ///
    /// - Parameters:
    ///   - profile: The profile.
    ///   - server: The server's address.
    /// - Returns: `nil` when there is none.
    /// - Throws: What ``all()`` throws.
    public func find(profile: String, server: String) throws(ChatError) -> StoredLogin? {
        try all().first { $0.isFor(profile, server) }
    }

    /// Keeps a login in place of the one for the same profile and server.
    ///
    /// - Parameter login: The login.
    /// - Returns: The login in whose place it is; `nil` when there was none.
    /// - Throws: What ``all()`` throws, and `ChatError` with code `invalid` when a part has a character that a line of
    ///   the file cannot hold.
    @discardableResult
    public func add(_ login: StoredLogin) throws(ChatError) -> StoredLogin? {
        for part in [login.profile, login.server] where part.isEmpty || part.utf8.contains(where: { $0 < 0x20 }) {
            throw ChatError(.invalid, "'\(part)' cannot be kept as the name of a profile or a server")
        }
        var replaced: StoredLogin?
        try update { logins in
            replaced = logins.first { $0.isFor(login.profile, login.server) }
            logins.removeAll { $0.isFor(login.profile, login.server) }
            logins.append(login)
        }
        return replaced
    }

    /// Forgets the login for a profile and a server.
    ///
    /// - Parameters:
    ///   - profile: The profile.
    ///   - server: The server's address.
    /// - Returns: The login that was forgotten; `nil` when there was none.
    /// - Throws: What ``all()`` throws.
    @discardableResult
    public func remove(profile: String, server: String) throws(ChatError) -> StoredLogin? {
        guard let login = try find(profile: profile, server: server) else { return nil }
        try update { logins in logins.removeAll { $0.isFor(profile, server) } }
        return login
    }

    private func update(_ change: (inout [StoredLogin]) -> Void) throws(ChatError) {
        try file.update { text throws(ChatError) in
            var logins = try parse(text ?? "")
            change(&logins)
            return logins.map { "\($0.profile)\t\($0.server)\t\($0.user)\t\($0.token.text)\n" }.joined()
        }
    }

    private func parse(_ text: String) throws(ChatError) -> [StoredLogin] {
        var logins: [StoredLogin] = []
        for (number, line) in LineFile.lines(text) {
            let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 4, let user = try? UserName(parts[2]), let token = try? Token.Secret(parts[3]) else {
                throw ChatError(
                    .configuration, "\(file.shownAs), line \(number), is not what chatroom wrote",
                    hint: "Remove that line, then log in again.")
            }
            logins.append(StoredLogin(profile: parts[0], server: parts[1], user: user, token: token))
        }
        return logins
    }
}
