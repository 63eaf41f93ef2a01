internal import ChatroomCore
internal import ChatroomWire
internal import NIOCore

/// The end of a connection's pipeline on its event loop: takes requests, delivers followed messages, watches the clock.
///
/// Delivery lives on the loop and not in tasks, because a task and its wake-up per subscriber cost ten times what a
/// slice of a shared tail does. Everything here is confined to the loop; ``WirePeer`` is the way in from
/// elsewhere.
final class ConnectionHandler: ChannelDuplexHandler, SliceReader {
    typealias InboundIn = ClientFrame
    typealias InboundOut = ClientFrame
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// How long a peer has to take the reason why its connection is closed.
    static let farewellTime = TimeAmount.milliseconds(500)

    /// How often a peer's silence is looked at within the time that it may last.
    private static let checksPerSilence = 9

    private let rooms: LoopRooms
    private let limits: Limits
    private let decoder: RequestDecoder
    private let backlog: RequestBacklog
    /// Whether the channel wants to read and the requests before have to be answered first.
    private var isReadHeld = false
    private let behind: AsyncStream<Conversation.ID>.Continuation
    private var context: ChannelHandlerContext?
    private var subscriptions: [Conversation.ID: Subscription] = [:]
    /// The conversations that were told to ``behind`` and are not dealt with, so that none waits there twice.
    private(set) var beingRead: Set<Conversation.ID> = []
    /// How many bytes the tails of all its subscriptions keep for them together.
    private(set) var keptBytes = 0
    private var writableWaiters: [EventLoopPromise<Void>] = []
    private var lastRead = NIODeadline.now()
    private var loginDeadline: Scheduled<Void>?
    /// How long the peer has for its login, and the server for looking at it, once the one that runs is over.
    private var loginTimes: (peer: TimeAmount, server: TimeAmount)
    /// Since when the one of the two runs whose turn it is; `nil` when neither does.
    private var loginClock: NIODeadline?
    private var silenceCheck: RepeatedTask?
    private var farewell: Scheduled<Void>?
    private var isDraining = false

    /// Makes the handler of one connection.
    ///
    /// `behind` is told each conversation whose stored messages must be read, once until that is done.
    init(
        rooms: LoopRooms, limits: Limits, decoder: RequestDecoder, backlog: RequestBacklog,
        behind: AsyncStream<Conversation.ID>.Continuation
    ) {
        self.rooms = rooms
        self.limits = limits
        self.decoder = decoder
        self.backlog = backlog
        self.behind = behind
        loginTimes = (TimeAmount(limits.loginTime), TimeAmount(limits.loginWait))
    }

    // MARK: Channel events

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        lastRead = context.eventLoop.now
        let handler = NIOLoopBound(self, eventLoop: context.eventLoop)
        awaitLogin()
        let period = TimeAmount(limits.silence / Self.checksPerSilence)
        silenceCheck = context.eventLoop.scheduleRepeatedTask(initialDelay: period, delay: period) { _ in
            handler.value.checkSilence()
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) { end() }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        lastRead = context.eventLoop.now
        guard !isDraining else { return }
        let frame = unwrapInboundIn(data)
        backlog.add(frame.size)
        context.fireChannelRead(wrapInboundOut(frame))
    }

    func read(context: ChannelHandlerContext) {
        isReadHeld = backlog.isFull
        if !isReadHeld { context.read() }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            for subscription in subscriptions.values { subscription.resume() }
            let waiters = writableWaiters
            writableWaiters.removeAll()
            for waiter in waiters { waiter.succeed() }
        }
        context.fireChannelWritabilityChanged()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if let error = error as? ChatError { close(error) } else { context.close(promise: nil) }
    }

    // MARK: From the connection's tasks

    /// Takes frames of full size from here on, and lets the connection live as long as its peer does.
    func loggedIn() {
        decoder.limit = Frame.limit
        loginDeadline?.cancel()
        loginClock = nil
    }

    /// Lets the peer's time stand still while the server looks at a login, and runs the server's instead.
    func looksAtLogin(_ isLooking: Bool) {
        guard let context, let since = loginClock else { return }
        loginDeadline?.cancel()
        let passed = context.eventLoop.now - since
        if isLooking {
            loginTimes.peer = loginTimes.peer - passed
            runLoginClock(
                loginTimes.server, ChatError(.busy, "too many logins at once", retryAfter: .seconds(2)))
        } else {
            loginTimes.server = loginTimes.server - passed
            runLoginClock(loginTimes.peer, noLogin)
        }
    }

    /// Brings back what holds for peers that have not logged in; nothing is followed any more.
    func loggedOut() {
        guard context != nil else { return }
        decoder.limit = Frame.limitBeforeLogin
        for conversation in Array(subscriptions.keys) { unfollow(conversation) }
        awaitLogin()
    }

    /// Answers a follow and starts the subscription, replacing one of the same conversation.
    func follow(_ following: Following, reply: ByteBuffer) throws(ChatError) {
        guard context != nil, farewell == nil else { throw ChatError(.unreachable, "the connection ended") }
        unfollow(following.conversation)
        guard subscriptions.count < limits.subscriptions else {
            throw ChatError(
                .rateLimited, "a connection follows at most \(limits.subscriptions) conversations",
                hint: "Unfollow one, or use another connection.")
        }
        let subscription = rooms.subscribe(self, to: following.conversation, after: following.position)
        subscriptions[following.conversation] = subscription
        write(reply)
        subscription.begin()
    }

    /// Ends a subscription, if there is one.
    func unfollow(_ conversation: Conversation.ID) {
        if let subscription = subscriptions.removeValue(forKey: conversation) { rooms.end(subscription) }
    }

    /// Ends a subscription, if there is one, and tells the peer why.
    func end(_ conversation: Conversation.ID, _ reason: ChatError) {
        guard subscriptions[conversation] != nil else { return }
        unfollow(conversation)
        write(Self.encode(.event(.ended(conversation, reason))))
    }

    /// The position after which stored messages are missing; `nil` when the conversation is not followed any more.
    func position(in conversation: Conversation.ID) -> Message.Seq? {
        if let subscription = subscriptions[conversation] { return subscription.position }
        beingRead.remove(conversation)
        return nil
    }

    /// Hands over what the store had after a position.
    ///
    /// - Returns: Whether the store must be read again.
    func caughtUp(
        _ page: EncodedRun?, after position: Message.Seq, in conversation: Conversation.ID, hasMore: Bool
    ) -> Bool {
        // Another subscription of the same conversation, begun meanwhile, has a position of its own.
        guard let subscription = subscriptions[conversation], subscription.position == position else { return true }
        if let page { subscription.take(page: page) }
        guard !hasMore else { return true }
        beingRead.remove(conversation)
        subscription.reachedHead()
        return false
    }

    /// Reads on, if that had to wait for requests to be answered.
    func readOn() {
        if isReadHeld, let context { read(context: context) }
    }

    /// Completes when the peer has taken enough of what was written.
    func whenWritable() -> EventLoopFuture<Void>? {
        guard let context, !context.channel.isWritable else { return nil }
        let promise = context.eventLoop.makePromise(of: Void.self)
        writableWaiters.append(promise)
        return promise.futureResult
    }

    /// Takes no more requests, tells the peer why, and ends the sequence of requests so that its reader can finish.
    func drain(_ reason: ChatError) {
        guard let context, !isDraining else { return }
        isDraining = true
        write(Self.encode(.event(.goingAway(reason))))
        context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
    }

    /// Tells the peer why and closes; nothing that is followed is delivered any more.
    func close(_ reason: ChatError) {
        guard let context, farewell == nil else { return }
        isDraining = true
        for conversation in Array(subscriptions.keys) { unfollow(conversation) }
        let handler = NIOLoopBound(self, eventLoop: context.eventLoop)
        // A peer that does not read, or never began TLS, takes no farewell.
        farewell = context.eventLoop.scheduleTask(in: Self.farewellTime) {
            handler.value.context?.close(promise: nil)
        }
        context.writeAndFlush(wrapOutboundOut(Self.encode(.event(.goingAway(reason))))).assumeIsolated()
            .whenComplete { _ in context.close(promise: nil) }
    }

    // MARK: From subscriptions

    var isWritable: Bool { context?.channel.isWritable ?? false }

    func write(_ frames: ByteBuffer) { context?.writeAndFlush(wrapOutboundOut(frames), promise: nil) }

    /// Has a tail keep bytes for a subscription, unless that makes more than ``RoomTail/capacity`` in all its rooms; no
    /// matter how many those are, a peer that does not read holds no more memory than that.
    ///
    /// - Returns: Whether they are to be kept.
    func keeps(_ bytes: Int, insteadOf kept: Int) -> Bool {
        keptBytes -= kept
        let isKept = keptBytes + bytes <= RoomTail.capacity
        if isKept { keptBytes += bytes }
        return isKept
    }

    func fellBehind(_ conversation: Conversation.ID) {
        if beingRead.insert(conversation).inserted { behind.yield(conversation) }
    }

    private func awaitLogin() {
        loginTimes = (TimeAmount(limits.loginTime), TimeAmount(limits.loginWait))
        runLoginClock(loginTimes.peer, noLogin)
    }

    private var noLogin: ChatError { ChatError(.timedOut, "no login within \(limits.loginTime)") }

    private func runLoginClock(_ time: TimeAmount, _ reason: ChatError) {
        guard let context else { return }
        loginClock = context.eventLoop.now
        let handler = NIOLoopBound(self, eventLoop: context.eventLoop)
        loginDeadline = context.eventLoop.scheduleTask(in: max(time, .nanoseconds(0))) { handler.value.close(reason) }
    }

    private func checkSilence() {
        guard let context else { return }
        // A check early, so that a peer that vanished is gone when the time is over, not after.
        let allowed = limits.silence * (Self.checksPerSilence - 1) / Self.checksPerSilence
        if context.eventLoop.now - lastRead > TimeAmount(allowed) {
            close(ChatError(.timedOut, "nothing was heard for \(limits.silence)"))
            // A peer that is gone takes no farewell either.
            context.close(promise: nil)
        }
    }

    private func end() {
        guard context != nil else { return }
        context = nil
        loginDeadline?.cancel()
        silenceCheck?.cancel()
        farewell?.cancel()
        for conversation in Array(subscriptions.keys) { unfollow(conversation) }
        let waiters = writableWaiters
        writableWaiters.removeAll()
        for waiter in waiters { waiter.fail(ChannelError.ioOnClosedChannel) }
        behind.finish()
    }

    private static func encode(_ frame: ServerFrame) -> ByteBuffer {
        var buffer = ByteBuffer()
        frame.encode(into: &buffer)
        return buffer
    }
}
