public import ChatroomCore

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

extension Register: Call {
    /// The verb.
    public var verb: String { "register" }
    /// One of all requests.
    public var request: Request { .register(self) }
    /// What is answered.
    public typealias Answer = LoggedIn
}
