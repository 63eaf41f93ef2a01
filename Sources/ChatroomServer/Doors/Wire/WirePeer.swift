internal import ChatroomCore
internal import ChatroomWire
internal import NIOCore
internal import Synchronization

/// A peer at the other end of a connection that speaks in frames.
final class WirePeer: Peer, PageTaker {
    let id: PeerID
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
        id: PeerID, origin: Origin, channel: any Channel, handler: NIOLoopBound<ConnectionHandler>,
        backlog: RequestBacklog, at time: Timestamp
    ) {
        self.id = id
        self.origin = origin
        self.channel = channel
        self.handler = handler
        self.backlog = backlog
        lastActive = Atomic(time.milliseconds)
    }

    var isThere: Bool { channel.isActive }
    var isLeaving: Bool { isDraining.load(ordering: .relaxed) }
    var isEnded: Bool { ended.load(ordering: .acquiring) }

    var lastActivity: Timestamp { Timestamp(milliseconds: lastActive.load(ordering: .relaxed)) }

    func noteActivity(at time: Timestamp) { lastActive.store(time.milliseconds, ordering: .relaxed) }

    var isLoggingIn: Bool {
        get { loggingIn.load(ordering: .relaxed) }
        set {
            loggingIn.store(newValue, ordering: .relaxed)
            let handler = handler
            channel.eventLoop.execute { handler.value.looksAtLogin(newValue) }
        }
    }

    /// Writes frames; they go out in the order of the calls from one task.
    func write(_ frames: [ServerFrame]) {
        var buffer = ByteBuffer()
        for frame in frames { frame.encode(into: &buffer) }
        channel.writeAndFlush(buffer, promise: nil)
    }

    func committed(_ answers: [Committed]) {
        write(
            answers.map {
                .reply($0.request, $0.outcome.map { $0.map(OutgoingMessage.content(of:)) ?? Ack.content(of: Done()) })
            })
    }

    /// Writes a notice; a peer that leaves too many unread is told to come again, since it cannot be told what it missed.
    func notify(_ event: Event) {
        if channel.isWritable {
            unreadNotices.store(0, ordering: .relaxed)
        } else if unreadNotices.add(1, ordering: .relaxed).newValue > Self.mostUnreadNotices {
            part(.now(ChatError(.busy, "too many notices were left unread", retryAfter: .seconds(1))))
            return
        }
        write([.event(event)])
    }

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

    func waitUntilWritable() async throws {
        guard !channel.isWritable else { return }
        let handler = handler
        try await channel.eventLoop.flatSubmit {
            handler.value.whenWritable() ?? handler.eventLoop.makeSucceededVoidFuture()
        }.get()
    }

    /// Lifts what holds for peers that have not logged in, or brings it back.
    func identified(as identity: Identity?) async throws {
        let handler = handler
        let isKnown = identity != nil
        try await channel.eventLoop.submit {
            if isKnown { handler.value.loggedIn() } else { handler.value.loggedOut() }
        }.get()
    }

    func follow(_ following: Following, answering request: RequestID) async throws {
        var reply = ByteBuffer()
        ServerFrame.reply(request, .success(Follow.content(of: following))).encode(into: &reply)
        let handler = handler
        try await channel.eventLoop.submit { [reply] in try handler.value.follow(following, reply: reply) }.get()
    }

    func unfollow(_ conversation: Conversation.ID) async throws {
        let handler = handler
        try await channel.eventLoop.submit { handler.value.unfollow(conversation) }.get()
    }

    func position(in conversation: Conversation.ID) async throws -> Message.Seq? {
        let handler = handler
        return try await channel.eventLoop.submit { handler.value.position(in: conversation) }.get()
    }

    func caughtUp(
        _ page: EncodedRun?, after position: Message.Seq, in conversation: Conversation.ID, hasMore: Bool
    ) async throws -> Bool {
        let handler = handler
        return try await channel.eventLoop.submit {
            handler.value.caughtUp(page, after: position, in: conversation, hasMore: hasMore)
        }.get()
    }

    func part(_ parting: Parting) {
        let handler = handler
        switch parting {
        case .drain(let reason):
            isDraining.store(true, ordering: .relaxed)
            channel.eventLoop.execute { handler.value.drain(reason) }
        case .now(let reason):
            ended.store(true, ordering: .releasing)
            channel.eventLoop.execute { handler.value.close(reason) }
        case .wordless: channel.close(promise: nil)
        }
    }
}
