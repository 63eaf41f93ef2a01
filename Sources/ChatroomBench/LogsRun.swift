internal import ChatroomCore
internal import ChatroomWire
internal import Glibc
internal import NIOCore

/// One measurement of ``Logs``.
struct LogsRun {
    /// Connections that fill, and how many messages each has under way.
    private static let (fillers, window) = (4, 200)

    let channel: BenchChannel
    let token: Token.Secret
    let settings: Logs

    /// Fills up to each size in turn and measures there.
    func run() async throws {
        let (channel, token) = (channel, token)
        let caller = try await channel.connect { Caller(token: token, on: channel.loop) }
        var text = LogText()
        for room in 0..<settings.rooms {
            _ = try await ask(caller, [.createRoom(CreateRoom(room: try Self.name(room)))])
        }
        var stored = 0
        for size in settings.size {
            let began = ContinuousClock.now
            let messages = max(0, size - stored)
            try await fill(from: stored, count: messages, &text)
            stored += messages
            let filled = began.duration(to: .now)
            // The first search lets the index catch up.
            let search = Search(terms: [SearchTerm(text: LogText.common)])
            let caught = try await time(caller, .search(search))
            print(try await measure(caller, size: stored, filled: filled, messages: messages, caught: caught))
            // A long run is watched.
            fflush(nil)
        }
    }

    private func measure(
        _ caller: NIOLoopBound<Caller>, size: Int, filled: Duration, messages: Int, caught: Duration
    ) async throws -> String {
        let targets = try (0..<settings.rooms).map { Target.room(try Self.name($0)) }
        var random = FastRandom()
        func sample(_ make: (Target) -> Request) async throws -> LatencyHistogram {
            var latencies = LatencyHistogram()
            for _ in 0..<settings.samples {
                let target = targets[Int(random.next() % UInt64(targets.count))]
                let (seconds, attoseconds) = try await time(caller, make(target)).components
                latencies.add(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
            }
            return latencies
        }
        let common = Search(terms: [SearchTerm(text: LogText.common)])
        let results = [
            ("who", try await sample { _ in .who(Who()) }),
            ("history_50", try await sample { .history(HistoryQuery(target: $0, newest: 50)) }),
            ("search_rare", try await sample { _ in .search(Search(terms: [SearchTerm(text: LogText.rare)])) }),
            ("search_common", try await sample { _ in .search(common) }),
            (
                "search_common_one_room",
                try await sample { target in
                    var search = common
                    search.target = target
                    return .search(search)
                }
            ),
            ("list", try await sample { _ in .listConversations(ListConversations()) }),
        ]
        var fields = [
            "\"scenario\":\"logs\"", "\"messages\":\(size)", "\"rooms\":\(settings.rooms)",
            "\"fill_per_second\":\(Int(Double(messages) / max(0.001, filled / .seconds(1))))",
            "\"index_rest_ms\":\(rounded(caught / .milliseconds(1)))",
        ]
        for (name, latencies) in results {
            fields.append("\"\(name)_p50_ms\":\(rounded(latencies.microseconds(at: 0.5) / 1000))")
            fields.append("\"\(name)_p99_ms\":\(rounded(latencies.microseconds(at: 0.99) / 1000))")
        }
        return "{\(fields.joined(separator: ","))}"
    }

    /// Stores messages, spread over the rooms.
    private func fill(from first: Int, count: Int, _ text: inout LogText) async throws {
        let (channel, token) = (channel, token)
        let share = (count + Self.fillers - 1) / Self.fillers
        let texts = text
        try await withThrowingTaskGroup(of: Void.self) { group in
            for filler in 0..<Self.fillers {
                let range = (first + filler * share)..<min(first + (filler + 1) * share, first + count)
                guard !range.isEmpty else { continue }
                group.addTask {
                    let caller = try await channel.connect { Caller(token: token, on: channel.loop) }
                    var random = FastRandom()
                    for start in stride(from: range.lowerBound, to: range.upperBound, by: Self.window) {
                        let requests = try (start..<min(start + Self.window, range.upperBound)).map { number in
                            Request.send(
                                OutgoingMessage(
                                    id: MessageID(at: Timestamp(milliseconds: Int64(number)), using: &random),
                                    target: .room(try Self.name(number % settings.rooms)),
                                    body: texts.body(number)))
                        }
                        _ = try await ask(caller, requests)
                    }
                    try await channel.loop.submit { caller.value.close() }.get()
                }
            }
            try await group.waitForAll()
        }
    }

    private func time(_ caller: NIOLoopBound<Caller>, _ request: Request) async throws -> Duration {
        let began = ContinuousClock.now
        _ = try await ask(caller, [request])
        return began.duration(to: .now)
    }

    private func ask(_ caller: NIOLoopBound<Caller>, _ requests: [Request]) async throws -> [ReplyContent] {
        try await channel.loop.flatSubmit { [channel] in
            EventLoopFuture.whenAllSucceed(caller.value.ask(requests), on: channel.loop)
        }.get()
    }

    private static func name(_ number: Int) throws -> RoomName { try RoomName("bench-\(number)") }

    private func rounded(_ number: Double) -> String { "\((number * 1000).rounded() / 1000)" }
}

/// Texts of messages: a dozen words of a vocabulary, one word in half of them, one in very few.
struct LogText: Sendable {
    /// A word of every second message.
    static let common = "deploy"
    /// A word of one message in 10,000.
    static let rare = "needle"

    private let vocabulary = (0..<20_000).map { "word\(String($0, radix: 36))" }

    /// The text of a message.
    func body(_ number: Int) -> String {
        var random = FastRandom()
        var words = (0..<11).map { _ in
            // Squaring makes some words frequent and most rare, as in a language.
            let part = Double(random.next() % 1_000_000) / 1_000_000
            return vocabulary[Int(part * part * Double(vocabulary.count - 1))]
        }
        if number % 2 == 0 { words.append(Self.common) }
        if number % 10_000 == 7 { words.append(Self.rare) }
        return words.joined(separator: " ")
    }
}
