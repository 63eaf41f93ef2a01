public import ChatroomCore

/// A request for the user's tokens, oldest first.
public struct ListTokens: Sendable, Equatable {
    /// Makes a request.
    public init() {}

    init(_ wire: PBListTokens) {}

    var wire: PBListTokens { PBListTokens() }
}

extension ListTokens: Call {
    /// The verb.
    public var verb: String { "list-tokens" }
    /// One of all requests.
    public var request: Request { .listTokens(self) }

    /// Writes the answer.
    public static func content(of answer: [Token]) -> ReplyContent {
        ReplyContent(.tokens(.with { $0.tokens = answer.map(\.wire) }))
    }

    /// Reads the answer.
    public static func answer(in content: ReplyContent) throws(ChatError) -> [Token] {
        guard case .tokens(let wire) = content.wire else { throw .unfitting }
        return wire.tokens.map(Token.init)
    }
}
