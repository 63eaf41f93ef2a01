public import ChatroomCore
public import ChatroomWire
public import NIOCore

/// One live connection to a server.
///
/// Requests may be made from many tasks at once. ``events`` has one reader, and that reader must not wait for a reply:
/// when events are not taken, the socket is not read, and replies wait with them.
public struct ChatConnection: Sendable {
    /// What the server said of itself.
    public let welcome: Welcome
    /// Who is logged in on this connection, if anybody.
    public let user: User?
    /// What ids of the user's messages are derived from; `nil` when nobody is logged in or the server tells none.
    public let idSecret: MessageID.Secret?
    /// What followed conversations bring; ends by throwing the reason why the connection ended.
    public let events: NIOAsyncChannelInboundStream<Event>
    private let channel: any Channel
    private let router: NIOLoopBound<RequestRouter>
    /// What the server has shown of itself.
    public let identity: ServerIdentity?
    let progress: RequestRouter.ProgressBox

    init(
        _ opened: ClientChannel, events: NIOAsyncChannelInboundStream<Event>, welcome: Welcome, login: LoggedIn?,
        identity: ServerIdentity? = nil
    ) {
        self.identity = identity
        self.events = events
        self.welcome = welcome
        user = login?.user
        idSecret = login?.idSecret
        channel = opened.channel.channel
        router = opened.router
        progress = opened.progress
    }

    /// Asks and waits for the answer.
    ///
    /// - Parameter request: What to ask.
    /// - Returns: The answer.
    /// - Throws: The server's refusal; ``ChatError`` with code `unreachable` or `timed-out` when there is no answer, so
    ///   that whether the request took effect is unknown.
    public func ask(_ request: Request) async throws(ChatError) -> Reply {
        let reply = start(request)
        flush()
        do { return try await reply.get() } catch { throw ChatError(reply: error) }
    }

    /// Asks, and gives a refusal as a value.
    func result(of request: Request) async -> Result<Reply, ChatError> {
        do throws(ChatError) { return .success(try await ask(request)) } catch { return .failure(error) }
    }

    /// Writes a request without waiting; ``flush()`` sends it on its way.
    public func start(_ request: Request) -> EventLoopFuture<Reply> {
        let reply = channel.eventLoop.makePromise(of: Reply.self)
        let written = channel.eventLoop.makePromise(of: Void.self)
        // A connection that ended has no router any more that could fail the reply.
        written.futureResult.cascadeFailure(to: reply)
        channel.write(PendingRequest(request: request, reply: reply), promise: written)
        return reply.futureResult
    }

    /// Sends what was started.
    public func flush() { channel.flush() }

    /// Ends the connection; ``events`` and everything that waits for a reply throw the reason.
    public func close(_ reason: ChatError) {
        let router = router
        channel.eventLoop.execute { router.value.close(reason) }
    }

    /// Does something, and ends the connection when the task is cancelled, so that no answer is waited for any more.
    func closedOnCancellation<Result>(_ body: () async throws -> Result) async throws -> Result {
        try await withTaskCancellationHandler(operation: body) { close(ChatError(.interrupted, "stopped")) }
    }

    /// Drops all further events, so that replies can be awaited by the one that read them.
    public func dropEvents() {
        let router = router
        channel.eventLoop.execute { router.value.dropEvents() }
    }
}

extension ChatConnection {
    /// Reads one page of a history.
    ///
    /// - Parameter query: Which messages.
    /// - Returns: The page.
    /// - Throws: ``ChatError`` as ``ask(_:)`` does.
    public func history(_ query: HistoryQuery) async throws(ChatError) -> HistoryPage {
        guard case .page(let page) = try await ask(.history(query)) else { throw Self.unexpected }
        try page.check(against: query)
        return page
    }

    /// Begins to follow a conversation; its messages arrive as ``events``.
    ///
    /// - Parameter follow: What to follow, from where.
    /// - Returns: Where it begins.
    /// - Throws: ``ChatError`` as ``ask(_:)`` does.
    public func follow(_ follow: Follow) async throws(ChatError) -> Following {
        guard case .following(let following) = try await ask(.follow(follow)) else { throw Self.unexpected }
        return following
    }

    /// Who is there.
    ///
    /// - Parameter target: A room for its members who are there, a user for that one; `nil` for everyone.
    /// - Returns: The users, in order of name.
    /// - Throws: ``ChatError`` as ``ask(_:)`` does.
    public func who(_ target: Target? = nil) async throws(ChatError) -> [PresentUser] {
        guard case .present(let users) = try await ask(.who(Who(target: target))) else { throw Self.unexpected }
        return users
    }

    /// All conversations that the user can see.
    ///
    /// - Returns: The lobby, then rooms, then direct conversations, each by name.
    /// - Throws: ``ChatError`` as ``ask(_:)`` does.
    public func conversations() async throws(ChatError) -> [Conversation.Summary] {
        try await conversationsAndInvitations().0
    }

    /// All conversations that the user can see, and the rooms that the user is let into and is not in yet.
    ///
    /// - Returns: The conversations as ``conversations()`` has them, the invitations by the rooms' names.
    /// - Throws: ``ChatError`` as ``ask(_:)`` does.
    public func conversationsAndInvitations() async throws(ChatError) -> ([Conversation.Summary], [Invitation]) {
        guard case .conversations(let summaries, let invitations) = try await ask(.listConversations) else {
            throw Self.unexpected
        }
        return (summaries, invitations)
    }

    /// Makes, changes or asks about a room.
    ///
    /// - Parameter request: One of `createRoom`, `configureRoom` and `describeRoom`.
    /// - Returns: The room as it is then.
    /// - Throws: ``ChatError`` as ``ask(_:)`` does.
    public func room(_ request: Request) async throws(ChatError) -> Room {
        guard case .room(let room) = try await ask(request) else { throw Self.unexpected }
        return room
    }

    /// Finds messages by their words.
    ///
    /// - Parameter search: What to find.
    /// - Returns: A page of hits, newest first.
    /// - Throws: ``ChatError`` as ``ask(_:)`` does.
    public func search(_ search: Search) async throws(ChatError) -> Found {
        guard case .found(let found) = try await ask(.search(search)) else { throw Self.unexpected }
        if let next = found.next, found.hits.isEmpty || next >= search.before ?? .max {
            throw ChatError(.protocolViolation, "the server's pages of a search do not go on")
        }
        return found
    }

    /// Recomputes a piece of a hash chain at the server.
    ///
    /// - Parameter verify: Which.
    /// - Returns: How far the chain was followed.
    /// - Throws: ``ChatError`` as ``ask(_:)`` does.
    public func verify(_ verify: Verify) async throws(ChatError) -> Verified {
        guard case .verified(let verified) = try await ask(.verify(verify)) else { throw Self.unexpected }
        return verified
    }

    /// How far the two users of a direct conversation have come.
    ///
    /// - Parameter target: The conversation.
    /// - Returns: Each user's marker.
    /// - Throws: ``ChatError`` as ``ask(_:)`` does.
    public func markers(_ target: Target) async throws(ChatError) -> Markers {
        guard case .markers(let markers) = try await ask(.listMarkers(target)) else { throw Self.unexpected }
        return markers
    }

    /// Takes messages to work on.
    ///
    /// - Parameter claim: From where, and how many.
    /// - Returns: The messages; the event `available` tells when there is something after an empty answer.
    /// - Throws: ``ChatError`` as ``ask(_:)`` does.
    public func claim(_ claim: Claim) async throws(ChatError) -> Claimed {
        guard case .claimed(let claimed) = try await ask(.claim(claim)) else { throw Self.unexpected }
        return claimed
    }

    /// Makes an account.
    ///
    /// - Parameter request: The account.
    /// - Returns: Who is logged in now, with a new token.
    /// - Throws: ``ChatError`` as ``ask(_:)`` does.
    public func register(_ request: Register) async throws(ChatError) -> LoggedIn {
        guard case .loggedIn(let loggedIn) = try await ask(.register(request)) else { throw Self.unexpected }
        return loggedIn
    }

    /// Logs in.
    ///
    /// - Parameters:
    ///   - credential: How the user shows who it is.
    ///   - proof: What shows that this device logged in before.
    /// - Returns: Who is logged in now, with a new token if the credential was a password.
    /// - Throws: ``ChatError`` as ``ask(_:)`` does.
    public func login(
        _ credential: Login.Credential, proof: LoginProof? = nil
    ) async throws(ChatError) -> LoggedIn {
        guard case .loggedIn(let loggedIn) = try await ask(.login(Login(credential, proof: proof))) else {
            throw Self.unexpected
        }
        return loggedIn
    }

    /// The user's tokens.
    ///
    /// - Returns: The tokens, oldest first.
    /// - Throws: ``ChatError`` as ``ask(_:)`` does.
    public func tokens() async throws(ChatError) -> [Token] {
        guard case .tokens(let tokens) = try await ask(.listTokens) else { throw Self.unexpected }
        return tokens
    }

    /// The server answered something else than what was asked.
    public static let unexpected = ChatError(.protocolViolation, "the server's answer does not fit the request")
}

extension ChatError {
    /// What the failure of a reply means to the one who asked.
    init(reply error: any Error) {
        self = (error as? ChatError) ?? ChatError(.unreachable, "the connection was lost")
    }

    /// Whether the same request may succeed on another connection, and whether it took effect on this one is unknown.
    public var isTransient: Bool {
        [.unreachable, .shuttingDown, .timedOut, .busy].contains(code)
    }
}
