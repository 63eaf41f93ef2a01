internal import ChatroomCore
internal import ChatroomWire
internal import NIOCore
internal import Synchronization

/// One connection as the rest of the server sees it: something to write to, to follow with and to end.
final class ConnectionHandle: Sendable {
    /// A number that no other connection of this run has.
    let id: UInt64
    /// Where it comes from.
    let origin: Origin
    private let channel: any Channel
    private let handler: NIOLoopBound<ConnectionHandler>
    private let backlog: RequestBacklog
    private let lastActive: Atomic<Int64>
    /// Whether it was told to drain.
    private let isDraining = Atomic<Bool>(false)
    /// How many notices were written while the peer was not reading.
    private let unreadNotices = Atomic<Int>(0)
    private let ended = Atomic<Bool>(false)
    private let loggingIn = Atomic<Bool>(false)
    /// How many such notices a peer may leave unread before its connection ends.
    private static let mostUnreadNotices = 256

    init(
        id: UInt64, origin: Origin, channel: any Channel, handler: NIOLoopBound<ConnectionHandler>,
        backlog: RequestBacklog, at time: Timestamp
    ) {
        self.id = id
        self.origin = origin
        self.channel = channel
        self.handler = handler
        self.backlog = backlog
        lastActive = Atomic(time.milliseconds)
    }

    /// Whether it comes from this machine.
    var isLocal: Bool { origin.source.isLocal }

    /// The connection as what limits logins sees it.
    var caller: Caller {
        Caller(
            origin, isThere: { self.channel.isActive }, isLeaving: { self.isDraining.load(ordering: .relaxed) })
    }

    /// When the user last asked for something, signs of life aside.
    var lastActivity: Timestamp { Timestamp(milliseconds: lastActive.load(ordering: .relaxed)) }

    /// Notes that the user asked for something.
    func noteActivity(at time: Timestamp) { lastActive.store(time.milliseconds, ordering: .relaxed) }

    /// Whether a login or a registration of the peer is being looked at.
    var isLoggingIn: Bool {
        get { loggingIn.load(ordering: .relaxed) }
        set {
            loggingIn.store(newValue, ordering: .relaxed)
            let handler = handler
            channel.eventLoop.execute { handler.value.looksAtLogin(newValue) }
        }
    }

    /// Whether it was closed from this side: what was asked for and not done by then is not to be done any more.
    var isEnded: Bool { ended.load(ordering: .acquiring) }

    /// Writes frames; they go out in the order of the calls from one task.
    func write(_ frames: [ServerFrame]) {
        var buffer = ByteBuffer()
        for frame in frames { frame.encode(into: &buffer) }
        channel.writeAndFlush(buffer, promise: nil)
    }

    /// Tells the peer of something outside of what it follows.
    ///
    /// A peer that leaves too many notices unread is told to come again, since it cannot be told what it missed.
    func notify(_ event: Event) {
        if channel.isWritable {
            unreadNotices.store(0, ordering: .relaxed)
        } else if unreadNotices.add(1, ordering: .relaxed).newValue > Self.mostUnreadNotices {
            close(ChatError(.busy, "too many notices were left unread", retryAfter: .seconds(1)))
            return
        }
        write([.event(event)])
    }

    /// Ends what the peer follows of a conversation, and tells it why.
    func end(_ conversation: Conversation.ID, _ reason: ChatError) {
        let handler = handler
        channel.eventLoop.execute { handler.value.end(conversation, reason) }
    }

    /// Notes that a request was answered, so that more can be read.
    func answered() {
        guard backlog.removeFirst() else { return }
        let handler = handler
        channel.eventLoop.execute { handler.value.readOn() }
    }

    /// Waits until the peer has taken enough of what was written.
    ///
    /// - Throws: When the connection ends first.
    func waitUntilWritable() async throws {
        guard !channel.isWritable else { return }
        let handler = handler
        try await channel.eventLoop.flatSubmit {
            handler.value.whenWritable() ?? handler.eventLoop.makeSucceededVoidFuture()
        }.get()
    }

    /// Lifts what holds for peers that have not logged in.
    func loggedIn() async throws {
        let handler = handler
        try await channel.eventLoop.submit { handler.value.loggedIn() }.get()
    }

    /// Brings back what holds for peers that have not logged in; nothing is followed when this returns.
    func loggedOut() async throws {
        let handler = handler
        try await channel.eventLoop.submit { handler.value.loggedOut() }.get()
    }

    /// Answers a follow and starts the subscription in one step.
    func follow(_ following: Following, answering request: UInt64) async throws {
        var reply = ByteBuffer()
        ServerFrame.reply(request, .success(.following(following))).encode(into: &reply)
        let handler = handler
        try await channel.eventLoop.submit { [reply] in try handler.value.follow(following, reply: reply) }.get()
    }

    /// Ends a subscription; no message of it is written after this returns.
    func unfollow(_ conversation: Conversation.ID) async throws {
        let handler = handler
        try await channel.eventLoop.submit { handler.value.unfollow(conversation) }.get()
    }

    /// The position after which a subscription lacks stored messages.
    func position(in conversation: Conversation.ID) async throws -> Message.Seq? {
        let handler = handler
        return try await channel.eventLoop.submit { handler.value.position(in: conversation) }.get()
    }

    /// Hands a page of stored messages to a subscription; see ``ConnectionHandler``.
    func caughtUp(
        _ page: EncodedRun?, after position: Message.Seq, in conversation: Conversation.ID, hasMore: Bool
    ) async throws -> Bool {
        let handler = handler
        return try await channel.eventLoop.submit {
            handler.value.caughtUp(page, after: position, in: conversation, hasMore: hasMore)
        }.get()
    }

    /// Takes no more requests and tells the peer why; the connection ends when what it asked for is answered.
    func drain(_ reason: ChatError) {
        isDraining.store(true, ordering: .relaxed)
        let handler = handler
        channel.eventLoop.execute { handler.value.drain(reason) }
    }

    /// Tells the peer why and closes; nothing that it asked for is begun after this returns.
    func close(_ reason: ChatError) {
        ended.store(true, ordering: .releasing)
        let handler = handler
        channel.eventLoop.execute { handler.value.close(reason) }
    }

    /// Closes without a word.
    func abort() { channel.close(promise: nil) }
}
