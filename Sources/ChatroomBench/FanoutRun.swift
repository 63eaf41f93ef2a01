internal import ChatroomCore
internal import NIOCore

/// One measurement of ``Fanout``, all on one event loop, so that its connections share their state without locks.
struct FanoutRun {
    /// How many connections are under way at once; a server takes 128 that are not logged in.
    private static let handshakes = 64
    /// How long what was sent may take to be delivered, once nothing more is sent.
    private static let drainTime = Duration.seconds(10)
    /// How long the connections may take to close.
    private static let closeTime = Duration.seconds(5)

    let channel: BenchChannel
    let token: Token.Secret
    let settings: Fanout

    /// Connects everyone, warms up, measures, waits until all is delivered, and closes.
    func run() async throws -> BenchReport {
        let loop = channel.loop
        let (window, clients, body, pid, token) = (
            settings.window, settings.clients, settings.body, settings.pid, token
        )
        let state = try await loop.submit {
            NIOLoopBound(FanoutState(window: DeliveryWindow(size: window, subscribers: clients)), eventLoop: loop)
        }.get()
        let began = ContinuousClock.now
        let subscribers = try await connectSubscribers(state)
        let sender = try await channel.connect { Sender(state: state.value, token: token, body: body, on: loop) }
        let joined = began.duration(to: .now)
        try await loop.submit { sender.value.start() }.get()
        try await pass(.seconds(1), state)
        let before = try await loop.submit {
            state.value.window.forgetLatencies()
            return try FanoutReading(state.value, sender.value, server: pid)
        }.get()
        try await pass(.seconds(settings.seconds), state)
        let after = try await loop.submit { try FanoutReading(state.value, sender.value, server: pid) }.get()
        try await drain(state, sender)
        try await check(state, subscribers)
        try await close(subscribers, sender)
        return BenchReport(settings: settings, joined: joined, before: before, after: after)
    }

    /// Connects the subscribers, a bounded number at a time.
    private func connectSubscribers(
        _ state: NIOLoopBound<FanoutState>
    ) async throws -> [NIOLoopBound<Subscriber>] {
        let (channel, token) = (channel, token)
        return try await withThrowingTaskGroup(of: NIOLoopBound<Subscriber>.self) { group in
            var subscribers: [NIOLoopBound<Subscriber>] = []
            for begun in 0..<settings.clients {
                if begun >= Self.handshakes, let done = try await group.next() { subscribers.append(done) }
                group.addTask {
                    try await channel.connect { Subscriber(state: state.value, token: token, on: channel.loop) }
                }
            }
            for try await done in group { subscribers.append(done) }
            return subscribers
        }
    }

    /// Lets time pass, unless something goes wrong.
    private func pass(_ time: Duration, _ state: NIOLoopBound<FanoutState>) async throws {
        let end = ContinuousClock.now + time
        while ContinuousClock.now < end {
            try await ContinuousClock().sleep(until: min(end, .now + .milliseconds(100)))
            if let failure = try await channel.loop.submit({ state.value.failures.first }).get() { throw failure }
        }
    }

    /// Sends nothing more and waits until everyone has everything and all of it is acknowledged.
    private func drain(_ state: NIOLoopBound<FanoutState>, _ sender: NIOLoopBound<Sender>) async throws {
        let loop = channel.loop
        try await loop.submit { sender.value.stop() }.get()
        let end = ContinuousClock.now + Self.drainTime
        while true {
            let missing = try await loop.submit {
                let window = state.value.window
                return (undelivered: window.sent - window.delivered, unstored: window.sent - sender.value.acknowledged)
            }.get()
            if missing == (0, 0) { return }
            guard ContinuousClock.now < end else {
                throw ChatError(
                    .timedOut,
                    "\(missing.undelivered) messages were not delivered to all and \(missing.unstored) not "
                        + "acknowledged within \(Self.drainTime)")
            }
            try await pass(.milliseconds(10), state)
        }
    }

    /// Checks that everyone began at the same place and has as many messages as were sent.
    private func check(
        _ state: NIOLoopBound<FanoutState>, _ subscribers: [NIOLoopBound<Subscriber>]
    ) async throws {
        try await channel.loop.submit {
            let (sent, base) = (state.value.window.sent, subscribers.first?.value.base)
            for subscriber in subscribers where subscriber.value.taken != sent || subscriber.value.base != base {
                throw ChatError(
                    .protocolViolation,
                    "a subscriber has \(subscriber.value.taken) of \(sent) messages after seq \(subscriber.value.base)")
            }
        }.get()
    }

    /// Closes every connection and waits until they are closed.
    private func close(_ subscribers: [NIOLoopBound<Subscriber>], _ sender: NIOLoopBound<Sender>) async throws {
        let loop = channel.loop
        try await loop.submit {
            sender.value.close()
            for subscriber in subscribers { subscriber.value.close() }
        }.get()
        let end = ContinuousClock.now + Self.closeTime
        while ContinuousClock.now < end {
            let isClosed = try await loop.submit {
                sender.value.isClosed && subscribers.allSatisfy { $0.value.isClosed }
            }.get()
            if isClosed { return }
            try await ContinuousClock().sleep(for: .milliseconds(10))
        }
        throw ChatError(.timedOut, "the connections did not close within \(Self.closeTime)")
    }
}
