public import ChatroomCore
public import ChatroomWire
public import NIOCore

/// One live connection to a server.
///
/// Requests may be made from many tasks at once. ``events`` has one reader, and that reader must not wait for a reply:
/// when events are not taken, the socket is not read, and replies wait with them.
public struct ChatConnection: Uplink {
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
    /// - Parameter call: What to ask.
    /// - Returns: The answer.
    /// - Throws: The server's refusal; ``ChatError`` with code `unreachable` or `timed-out` when there is no answer, so
    ///   that whether the request took effect is unknown; `protocol-violation` when the answer is none to this.
    public func ask<C: Call>(_ call: C) async throws(ChatError) -> C.Answer {
        let reply = start(call)
        flush()
        do { return try await reply.get() } catch { throw ChatError(reply: error) }
    }

    /// Asks, and gives a refusal as a value.
    func result<C: Call>(of call: C) async -> Result<C.Answer, ChatError> {
        do throws(ChatError) { return .success(try await ask(call)) } catch { return .failure(error) }
    }

    /// Writes a request without waiting; ``flush()`` sends it on its way.
    public func start<C: Call>(_ call: C) -> EventLoopFuture<C.Answer> {
        let reply = channel.eventLoop.makePromise(of: C.Answer.self)
        let written = channel.eventLoop.makePromise(of: Void.self)
        // A connection that ended has no router any more that could fail the reply.
        written.futureResult.cascadeFailure(to: reply)
        channel.write(PendingRequest(call, reply), promise: written)
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

    /// Whether it has not ended, as far as is known here.
    var isAlive: Bool { channel.isActive }

    /// Drops all further events, so that replies can be awaited by the one that read them.
    public func dropEvents() {
        let router = router
        channel.eventLoop.execute { router.value.dropEvents() }
    }
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
