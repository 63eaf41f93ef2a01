public import ChatroomClient
public import ChatroomCore
public import ChatroomWire
public import NIOCore

/// A request of which only the list of all knows what it is.
private struct AnyCall: Call {
    let request: Request
    var verb: String { request.verb }

    static func content(of answer: Reply) -> ReplyContent { answer.content }
    static func answer(in content: ReplyContent) throws(ChatError) -> Reply { try Reply(content) }
}

/// Questions in few words.
extension ChatConnection {
    /// The server answered something else than what was asked.
    public static let unexpected = ChatError.unfitting

    /// Asks whatever there is to ask.
    public func ask(_ request: Request) async throws(ChatError) -> Reply { try await ask(AnyCall(request: request)) }

    /// Writes a request without waiting.
    public func start(_ request: Request) -> EventLoopFuture<Reply> { start(AnyCall(request: request)) }

    /// Reads one page of a history.
    public func history(_ query: HistoryQuery) async throws(ChatError) -> HistoryPage { try await ask(query) }

    /// Begins to follow a conversation.
    public func follow(_ follow: Follow) async throws(ChatError) -> Following { try await ask(follow) }

    /// Who is there.
    public func who(_ target: Target? = nil) async throws(ChatError) -> [PresentUser] {
        try await ask(Who(target: target))
    }

    /// All conversations that the user can see.
    public func conversations() async throws(ChatError) -> [Conversation.Summary] {
        try await ask(ListConversations()).conversations
    }

    /// The same, and the rooms that the user is let into.
    public func conversationsAndInvitations() async throws(ChatError) -> ([Conversation.Summary], [Invitation]) {
        let list = try await ask(ListConversations())
        return (list.conversations, list.invitations)
    }

    /// Makes, changes or asks about a room.
    public func room(_ request: Request) async throws(ChatError) -> Room {
        guard case .room(let room) = try await ask(request) else { throw Self.unexpected }
        return room
    }

    /// Finds messages by their words.
    public func search(_ search: Search) async throws(ChatError) -> Found { try await ask(search) }

    /// Recomputes a piece of a hash chain.
    public func verify(_ verify: Verify) async throws(ChatError) -> Verified { try await ask(verify) }

    /// How far the two users of a direct conversation have come.
    public func markers(_ target: Target) async throws(ChatError) -> Markers {
        try await ask(ListMarkers(target: target))
    }

    /// Takes messages to work on.
    public func claim(_ claim: Claim) async throws(ChatError) -> Claimed { try await ask(claim) }

    /// Makes an account.
    public func register(_ request: Register) async throws(ChatError) -> LoggedIn { try await ask(request) }

    /// Logs in.
    public func login(
        _ credential: Login.Credential, proof: LoginProof? = nil
    ) async throws(ChatError) -> LoggedIn {
        try await ask(Login(credential, proof: proof))
    }

    /// The user's tokens.
    public func tokens() async throws(ChatError) -> [Token] { try await ask(ListTokens()) }
}
