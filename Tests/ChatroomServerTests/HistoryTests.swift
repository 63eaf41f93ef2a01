import ChatroomClient
import ChatroomCore
import ChatroomServer
import ChatroomTestSupport
import NIOCore
import Testing

@Suite(.timeLimit(.minutes(1)))
struct HistoryTests {
    @Test func pagesAreWithinAllTheirBounds() async throws {
        try await InProcessServer.with { server in
            let (alice, bob) = try await (server.register("alice"), server.register("bob"))
            for number in 1...20 {
                try await server.client(number.isMultiple(of: 3) ? bob : alice, at: server.socket)
                    .withConnection { _ = try await $0.send(OutgoingMessage("\(number)")) }
            }
            try await server.client(alice).withConnection { connection in
                let whole = try await connection.history(HistoryQuery(target: .lobby))
                #expect(whole.messages.map(\.seq) == Array(1...20))
                #expect(whole.head == 20)
                #expect(!whole.hasMore)
                for query in Self.queries(whole.messages) {
                    let page = try await connection.history(query)
                    let matching = whole.messages.filter { message in
                        message.seq > query.after && message.seq < query.before ?? .max
                            && message.time >= query.since ?? message.time
                            && message.time < query.until ?? Timestamp(milliseconds: .max)
                            && message.sender == query.from ?? message.sender
                    }
                    let selected = Array(query.newest.map { matching.suffix($0) } ?? matching[...])
                    #expect(page.messages == Array(selected.prefix(query.limit)), "\(query)")
                    #expect(page.hasMore == (selected.count > query.limit), "\(query)")
                    #expect(page.head == 20)
                }
            }
        }
    }

    @Test func aLongHistoryComesInPagesThatFitAFrame() async throws {
        try await InProcessServer.with { server in
            let alice = try await server.register("alice")
            try await server.client(alice, at: server.socket).withConnection { connection in
                let count = 30
                for number in 1...count { try await connection.send(OutgoingMessage(text(number, bytes: 60_000))) }
                var seqs: [Message.Seq] = []
                var pages = 0
                while true {
                    let page = try await connection.history(HistoryQuery(target: .lobby, after: seqs.last ?? 0))
                    seqs += page.messages.map(\.seq)
                    pages += 1
                    if !page.hasMore { break }
                }
                #expect(seqs == Array(1...Message.Seq(count)))
                #expect(pages > 2)
            }
        }
    }

    private static func queries(_ messages: [Message]) -> [HistoryQuery] {
        var random = SeededRandom(for: "history")
        let bob = Sample.name("bob")
        return (0..<60).map { _ in
            func some<Value>(_ value: @autoclosure () -> Value) -> Value? {
                Bool.random(using: &random) ? value() : nil
            }
            let seqs = 0...Message.Seq(21)
            return HistoryQuery(
                target: .lobby, after: some(Message.Seq.random(in: seqs, using: &random)) ?? 0,
                before: some(Message.Seq.random(in: 1...21, using: &random)),
                since: some(messages.randomElement(using: &random)?.time).flatMap(\.self),
                until: some(messages.randomElement(using: &random)?.time).flatMap(\.self), from: some(bob),
                newest: some(Int.random(in: 1...22, using: &random)), limit: Int.random(in: 1...25, using: &random))
        }
    }
}
