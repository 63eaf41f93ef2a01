/// What a server answers to a request that it grants.
public enum Reply: Sendable, Equatable {
    /// It is done, and there is nothing more to say.
    case done
    /// To `hello`.
    case welcome(Welcome)
    /// To `register` and `login`.
    case loggedIn(LoggedIn)
    /// To `listTokens`.
    case tokens([Token])
    /// To `send`, when the message is durable.
    case sent(Receipt)
    /// To `history`.
    case page(HistoryPage)
    /// To `follow`.
    case following(Following)
    /// To `who`.
    case present([PresentUser])

    init(_ wire: PBServerFrame.OneOf_Content) throws(ChatError) {
        switch wire {
        case .done: self = .done
        case .welcome(let wire): self = .welcome(Welcome(wire))
        case .loggedIn(let wire): self = .loggedIn(try LoggedIn(wire))
        case .tokens(let wire): self = .tokens(wire.tokens.map(Token.init))
        case .sent(let wire): self = .sent(Receipt(wire))
        case .page(let wire): self = .page(try HistoryPage(wire))
        case .following(let wire): self = .following(Following(wire))
        case .present(let wire):
            var users: [PresentUser] = []
            for user in wire.users { users.append(try PresentUser(user)) }
            self = .present(users)
        case .error, .posted, .goingAway: throw ChatError(.protocolViolation, "a reply that is none")
        }
    }

    var wire: PBServerFrame.OneOf_Content {
        switch self {
        case .done: return .done(PBDone())
        case .welcome(let welcome): return .welcome(welcome.wire)
        case .loggedIn(let loggedIn): return .loggedIn(loggedIn.wire)
        case .tokens(let tokens):
            var wire = PBTokens()
            wire.tokens = tokens.map(\.wire)
            return .tokens(wire)
        case .sent(let receipt): return .sent(receipt.wire)
        case .page(let page): return .page(page.wire)
        case .following(let following): return .following(following.wire)
        case .present(let users):
            var wire = PBPresent()
            wire.users = users.map(\.wire)
            return .present(wire)
        }
    }
}
