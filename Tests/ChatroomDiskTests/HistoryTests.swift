internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomTestSupport
internal import Testing

@testable internal import ChatroomDisk

struct HistoryTests {
    @Test func anEmptyConversationHasAnEmptyPage() async throws {
        let scratch = try await ScratchStore()
        for query in [HistoryQuery(target: .lobby), HistoryQuery(target: .lobby, after: .max, newest: 3)] {
            let page = try await scratch.store.page(of: .lobby, matching: query, byteLimit: 1)
            #expect(page == HistoryPage(conversation: .lobby, messages: [], hasMore: false, head: 0))
        }
        #expect(try await scratch.store.position(before: Timestamp(milliseconds: .max), in: .lobby) == 0)
    }

    @Test func anUnknownSenderHasAnEmptyPage() async throws {
        let scratch = try await ScratchStore()
        _ = try await scratch.say("hello")
        var query = HistoryQuery(target: .lobby, newest: 2)
        query.from = try UserName("nobody")
        let page = try await scratch.store.page(of: .lobby, matching: query, byteLimit: .max)
        #expect(page == HistoryPage(conversation: .lobby, messages: [], hasMore: false, head: 1))
    }

    @Test func aMessageAboveTheByteLimitIsAPageOfItsOwn() async throws {
        let scratch = try await ScratchStore()
        for body in ["1234567890", "12", "34", "1234567890"] { _ = try await scratch.say(body) }
        var pages: [[Message.Seq]] = []
        var after: Message.Seq = 0
        while pages.last?.isEmpty != true {
            let query = HistoryQuery(target: .lobby, after: after)
            let page = try await scratch.store.page(of: .lobby, matching: query, byteLimit: 4)
            #expect(page.hasMore == (page.messages.last.map { $0.seq < 4 } ?? false))
            after = page.messages.last?.seq ?? after
            pages.append(page.messages.map(\.seq))
        }
        #expect(pages == [[1], [2, 3], [4], []])
    }

    @Test func aPageHasAtMostAThousandMessages() async throws {
        let scratch = try await ScratchStore()
        _ = try await scratch.append((1...1001).map { .from(scratch.alice, "\($0)") })
        for limit in [1000, 1001, .max] {
            let query = HistoryQuery(target: .lobby, limit: limit)
            let page = try await scratch.store.page(of: .lobby, matching: query, byteLimit: .max)
            #expect(page.messages.count == 1000)
            #expect(page.hasMore)
        }
    }

    @Test func everyQueryReadsWhatAPlainFilterReads() async throws {
        let scratch = try await ScratchStore()
        var random = SeededRandom(for: "history queries")
        let senders = [scratch.alice, scratch.bob]
        var time: Int64 = 1000
        for _ in 1...200 {
            time += Int64.random(in: 0...3, using: &random)
            let sender = senders[Int.random(in: 0...9, using: &random) == 0 ? 1 : 0]
            let body = String(repeating: "x", count: Int.random(in: 0...20, using: &random))
            _ = try await scratch.append([.from(sender, body)], at: time)
        }
        let log = LogModel(messages: try await scratch.log())
        #expect(log.messages.count == 200)
        for _ in 1...1000 {
            let query = log.randomQuery(using: &random)
            let byteLimit = Bool.random(using: &random) ? Int.max : Int.random(in: 0...300, using: &random)
            let page = try await scratch.store.page(of: .lobby, matching: query, byteLimit: byteLimit)
            #expect(page == log.page(matching: query, byteLimit: byteLimit), "\(query), byteLimit \(byteLimit)")
            let instant = Timestamp(milliseconds: Int64.random(in: 990...(time + 10), using: &random))
            let position = try await scratch.store.position(before: instant, in: .lobby)
            #expect(position == Int64(log.messages.filter { $0.time < instant }.count), "\(instant)")
        }
    }
}

/// A log as an array: what every page is compared with.
private struct LogModel {
    let messages: [Message]

    func page(matching query: HistoryQuery, byteLimit: Int) -> HistoryPage {
        var matches = messages.filter { message in
            message.seq > query.after && message.seq < query.before ?? .max
                && message.time >= query.since ?? message.time && query.until.map { message.time < $0 } ?? true
                && message.sender == query.from ?? message.sender
        }
        if let newest = query.newest { matches = matches.suffix(newest) }
        var page: [Message] = []
        var bytes = 0
        for message in matches.prefix(query.limit) {
            bytes += message.body.utf8.count
            if bytes > byteLimit, !page.isEmpty { break }
            page.append(message)
        }
        return HistoryPage(
            conversation: .lobby, messages: page, hasMore: page.count < matches.count, head: Int64(messages.count))
    }

    func randomQuery(using random: inout SeededRandom) -> HistoryQuery {
        func sometimes<Value>(_ value: (inout SeededRandom) -> Value) -> Value? {
            Int.random(in: 0...2, using: &random) == 0 ? value(&random) : nil
        }
        let seqs: ClosedRange<Message.Seq> = 0...Int64(messages.count + 3)
        let times = (messages.first?.time.milliseconds ?? 0) - 3...(messages.last?.time.milliseconds ?? 0) + 3
        return HistoryQuery(
            target: .lobby, after: sometimes { .random(in: seqs, using: &$0) } ?? 0,
            before: sometimes { .random(in: seqs, using: &$0) },
            since: sometimes { Timestamp(milliseconds: .random(in: times, using: &$0)) },
            until: sometimes { Timestamp(milliseconds: .random(in: times, using: &$0)) },
            from: sometimes { messages.randomElement(using: &$0)?.sender } ?? nil,
            newest: sometimes { .random(in: 0...40, using: &$0) },
            limit: sometimes { .random(in: 1...30, using: &$0) } ?? 1000)
    }
}
