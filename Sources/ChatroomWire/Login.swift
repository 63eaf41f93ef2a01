public import ChatroomCore
internal import FoundationEssentials

/// A request to make an account and log in to it.
public struct Register: Sendable, Equatable {
    /// The account's name.
    public let name: UserName
    /// Its password: 10 to 1024 bytes of UTF-8.
    public let password: String
    /// What the user is.
    public let kind: User.Kind
    /// What the new token is for, shown when tokens are listed.
    public let label: String
    /// The code with which the account becomes the first administrator's; `nil` without one.
    public let code: String?

    /// Makes a request.
    public init(name: UserName, password: String, kind: User.Kind, label: String, code: String? = nil) {
        self.name = name
        self.password = password
        self.kind = kind
        self.label = label
        self.code = code
    }

    init(_ wire: PBRegister) throws(ChatError) {
        self.init(
            name: try UserName(wire.name), password: wire.password, kind: try User.Kind(wire.kind), label: wire.label,
            code: wire.code.isEmpty ? nil : wire.code)
    }

    var wire: PBRegister {
        var wire = PBRegister()
        wire.name = name.text
        wire.password = password
        wire.kind = kind.wire
        wire.label = label
        wire.code = code ?? ""
        return wire
    }
}

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

/// A request to replace the password of the user who is logged in; every other token of the user is revoked.
public struct ChangePassword: Sendable, Equatable {
    /// The password as it is.
    public let old: String
    /// The password as it shall be: 10 to 1024 bytes of UTF-8.
    public let new: String

    /// Makes a request.
    public init(old: String, new: String) {
        self.old = old
        self.new = new
    }

    var wire: PBChangePassword {
        var wire = PBChangePassword()
        wire.old = old
        wire.new = new
        return wire
    }
}

extension User.Kind {
    init(_ wire: PBKind) throws(ChatError) {
        switch wire {
        case .human: self = .human
        case .agent: self = .agent
        case .script: self = .script
        case .unspecified, .UNRECOGNIZED: throw ChatError(.invalid, "a user is a human, an agent or a script")
        }
    }

    var wire: PBKind {
        switch self {
        case .human: .human
        case .agent: .agent
        case .script: .script
        }
    }
}
