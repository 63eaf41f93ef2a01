public import ChatroomCore
internal import FoundationEssentials

/// A request to log in.
public struct Login: Sendable, Equatable {
    /// Who the client says it is, and how it shows that.
    public enum Credential: Sendable, Equatable {
        /// A name and its password; the login makes a token with this label.
        case password(name: String, password: String, label: String)
        /// The token of an earlier login.
        case token(Token.Secret)
    }

    /// How the client shows who it is.
    public let credential: Credential
    /// What shows that the device logged in to the account before; goes with a password only.
    public let proof: LoginProof?

    /// Makes a request.
    public init(_ credential: Credential, proof: LoginProof? = nil) {
        self.credential = credential
        self.proof = proof
    }

    init(_ wire: PBLogin) throws(ChatError) {
        switch wire.credential {
        case .password(let wire):
            // Not a UserName yet: a malformed name is answered like an unknown one.
            self.init(
                .password(name: wire.name, password: wire.password, label: wire.label),
                proof: LoginProof(bytes: Array(wire.proof)))
        case .token(let bytes):
            guard let secret = Token.Secret(bytes: Array(bytes)) else {
                throw ChatError(.wrongCredentials, "a token has 32 bytes")
            }
            self.init(.token(secret))
        case nil: throw ChatError(.invalid, "a login without a credential")
        }
    }

    var wire: PBLogin {
        var wire = PBLogin()
        switch credential {
        case .password(let name, let password, let label):
            wire.password.name = name
            wire.password.password = password
            wire.password.label = label
            wire.password.proof = Data(proof?.bytes ?? [])
        case .token(let secret): wire.token = Data(secret.bytes)
        }
        return wire
    }
}

/// The server's answer to ``Register`` and ``Login``.
public struct LoggedIn: Sendable, Equatable {
    /// The user that the session now belongs to.
    public let user: User
    /// The new token, unless the login was made with one.
    public let token: Token.Secret?
    /// What the user's clients derive ids of messages from; `nil` from a server of a version that tells none.
    public let idSecret: MessageID.Secret?
    /// What the device may give with its next login by password; `nil` after a login by token.
    public let proof: LoginProof?

    /// Makes an answer.
    public init(
        user: User, token: Token.Secret?, idSecret: MessageID.Secret? = nil, proof: LoginProof? = nil
    ) {
        self.user = user
        self.token = token
        self.idSecret = idSecret
        self.proof = proof
    }

    init(_ wire: PBLoggedIn) throws(ChatError) {
        let token = Token.Secret(bytes: Array(wire.token))
        guard token != nil || wire.token.isEmpty else { throw ChatError(.invalid, "a token has 32 bytes") }
        let idSecret = MessageID.Secret(bytes: Array(wire.idSecret))
        guard idSecret != nil || wire.idSecret.isEmpty else { throw ChatError(.invalid, "a secret has 32 bytes") }
        self.init(
            user: User(
                name: try UserName(wire.name), kind: try User.Kind(wire.kind),
                role: wire.administrator ? .administrator : .member),
            token: token, idSecret: idSecret, proof: LoginProof(bytes: Array(wire.deviceProof)))
    }

    var wire: PBLoggedIn {
        var wire = PBLoggedIn()
        wire.name = user.name.text
        wire.kind = user.kind.wire
        wire.administrator = user.role == .administrator
        wire.token = Data(token?.bytes ?? [])
        wire.idSecret = Data(idSecret?.bytes ?? [])
        wire.deviceProof = Data(proof?.bytes ?? [])
        return wire
    }
}

extension Login: Call {
    /// The verb.
    public var verb: String { "login" }
    /// One of all requests.
    public var request: Request { .login(self) }
    /// What is answered.
    public typealias Answer = LoggedIn
}

extension Call where Answer == LoggedIn {
    /// Writes the answer.
    public static func content(of answer: LoggedIn) -> ReplyContent { ReplyContent(.loggedIn(answer.wire)) }

    /// Reads the answer.
    public static func answer(in content: ReplyContent) throws(ChatError) -> LoggedIn {
        guard case .loggedIn(let wire) = content.wire else { throw .unfitting }
        return try LoggedIn(wire)
    }
}
