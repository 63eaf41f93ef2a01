/// What a client asks of a server; one case a verb.
public enum Request: Sendable, Equatable {
    /// Begins a connection.
    case hello(Hello)
    /// Makes an account and logs in.
    case register(Register)
    /// Logs in.
    case login(Login)
    /// Revokes the token of this login.
    case logout
    /// Replaces the password.
    case changePassword(ChangePassword)
    /// Asks for the user's tokens.
    case listTokens
    /// Revokes one of the user's tokens.
    case revokeToken(Token.ID)
    /// Appends a message.
    case send(OutgoingMessage)
    /// Reads stored messages.
    case history(HistoryQuery)
    /// Subscribes to a conversation.
    case follow(Follow)
    /// Ends a subscription.
    case unfollow(Conversation.ID)
    /// Moves a named cursor.
    case ack(Ack)
    /// Asks who is there.
    case who
    /// Gives a sign of life.
    case ping

    /// The verb, as logs and metrics name it.
    public var verb: String {
        switch self {
        case .hello: "hello"
        case .register: "register"
        case .login: "login"
        case .logout: "logout"
        case .changePassword: "change-password"
        case .listTokens: "list-tokens"
        case .revokeToken: "revoke-token"
        case .send: "send"
        case .history: "history"
        case .follow: "follow"
        case .unfollow: "unfollow"
        case .ack: "ack"
        case .who: "who"
        case .ping: "ping"
        }
    }
}

extension Request {
    init(_ wire: PBClientFrame.OneOf_Request?) throws(ChatError) {
        switch wire {
        case .hello(let wire): self = .hello(Hello(wire))
        case .register(let wire): self = .register(try Register(wire))
        case .login(let wire): self = .login(try Login(wire))
        case .logout: self = .logout
        case .changePassword(let wire): self = .changePassword(ChangePassword(old: wire.old, new: wire.new))
        case .listTokens: self = .listTokens
        case .revokeToken(let wire): self = .revokeToken(Token.ID(rawValue: wire.id))
        case .send(let wire): self = .send(try OutgoingMessage(wire))
        case .history(let wire): self = .history(try HistoryQuery(wire))
        case .follow(let wire): self = .follow(try Follow(wire))
        case .unfollow(let wire): self = .unfollow(Conversation.ID(rawValue: wire.conversation))
        case .ack(let wire): self = .ack(try Ack(wire))
        case .who: self = .who
        case .ping: self = .ping
        case nil: throw ChatError(.unknownRequest, "this server does not know this kind of request")
        }
    }

    var wire: PBClientFrame.OneOf_Request {
        switch self {
        case .hello(let hello): return .hello(hello.wire)
        case .register(let register): return .register(register.wire)
        case .login(let login): return .login(login.wire)
        case .logout: return .logout(PBLogout())
        case .changePassword(let change): return .changePassword(change.wire)
        case .listTokens: return .listTokens(PBListTokens())
        case .revokeToken(let id):
            var wire = PBRevokeToken()
            wire.id = id.rawValue
            return .revokeToken(wire)
        case .send(let message): return .send(message.wire)
        case .history(let query): return .history(query.wire)
        case .follow(let follow): return .follow(follow.wire)
        case .unfollow(let conversation):
            var wire = PBUnfollow()
            wire.conversation = conversation.rawValue
            return .unfollow(wire)
        case .ack(let ack): return .ack(ack.wire)
        case .who: return .who(PBWho())
        case .ping: return .ping(PBPing())
        }
    }
}
