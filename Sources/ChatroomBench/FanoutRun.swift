internal import ChatroomCore
internal import NIOCore

/// One measurement of ``Fanout``, all on one event loop.
struct FanoutRun {
    let channel: BenchChannel
    let settings: Fanout

    /// Connects everyone, warms up, measures, and closes.
    func run() async throws -> BenchReport {
        let loop = channel.loop
        let (window, clients) = (settings.window, settings.clients)
        let state = try await loop.submit {
            NIOLoopBound(DeliveryWindow(size: window, readers: clients), eventLoop: loop)
        }.get()
        let began = ContinuousClock.now
        let subscribers = try await connectSubscribers(state)
        let joined = began.duration(to: .now)
        let sender = try await channel.connect(follows: false) { Sender(window: state.value, body: settings.body) }
        try await loop.submit { sender.value.start() }.get()
        try await ContinuousClock().sleep(for: .seconds(1))
        let (start, before) = (try await snapshot(state), try ProcessUsage(of: settings.pid))
        let own = try ProcessUsage(of: ProcessUsage.ownPID)
        let measured = ContinuousClock.now
        try await ContinuousClock().sleep(for: .seconds(settings.seconds))
        let end = try await snapshot(state)
        let (after, ownAfter) = (try ProcessUsage(of: settings.pid), try ProcessUsage(of: ProcessUsage.ownPID))
        let took = measured.duration(to: .now)
        try await loop.submit { sender.value.stop() }.get()
        let failure = try await loop.submit { sender.value.failure ?? subscribers.value.compactMap(\.failure).first }
            .get()
        if let failure { throw failure }
        return BenchReport(
            settings: settings, joined: joined, took: took, messages: end.delivered - start.delivered,
            server: after - before, client: ownAfter - own, memory: after.residentKilobytes,
            latencies: Array(end.latencies.dropFirst(start.latencies.count)))
    }

    private struct Snapshot: Sendable {
        let delivered: Int
        let latencies: [Duration]
    }

    private func snapshot(_ state: NIOLoopBound<DeliveryWindow>) async throws -> Snapshot {
        try await channel.loop.submit {
            Snapshot(delivered: state.value.delivered, latencies: state.value.latencies)
        }.get()
    }

    /// Connects in groups, so that no more handshakes are under way than a server takes from strangers.
    private func connectSubscribers(_ state: NIOLoopBound<DeliveryWindow>) async throws -> NIOLoopBound<[Subscriber]> {
        let all = try await channel.loop.submit {
            NIOLoopBoundBox([Subscriber](), eventLoop: channel.loop)
        }.get()
        for first in stride(from: 0, to: settings.clients, by: 64) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in first..<min(first + 64, settings.clients) {
                    group.addTask {
                        let subscriber = try await channel.connect(follows: true) { Subscriber(window: state.value) }
                        try await channel.loop.submit { all.value.append(subscriber.value) }.get()
                    }
                }
                try await group.waitForAll()
            }
        }
        return try await channel.loop.submit { NIOLoopBound(all.value, eventLoop: channel.loop) }.get()
    }
}
