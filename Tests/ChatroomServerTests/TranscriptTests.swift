import ChatroomClient
import ChatroomCore
import ChatroomServer
import ChatroomTestSupport
import ChatroomWire
import NIOCore
import Testing

/// Many writers, and readers that come and go: every reader has the same transcript.
@Suite(.timeLimit(.minutes(1)))
struct TranscriptTests {
    static let writers = 16
    static let messagesEach = 60

    @Test func everyReaderSeesOneOrderWithoutAGapOrADouble() async throws {
        let seed = SeededRandom(for: "transcripts").seed
        try await InProcessServer.with { server in
            let alice = try await server.register("alice")
            let total = Self.writers * Self.messagesEach
            let transcripts: [[Message]] = try await withThrowingTaskGroup(of: [Message].self) { group in
                for reader in 0..<4 {
                    group.addTask {
                        try await read(total, from: server, alice, seed: seed + UInt64(reader))
                    }
                }
                for writer in 0..<Self.writers {
                    group.addTask {
                        try await write(as: writer, to: server, alice)
                        return []
                    }
                }
                var transcripts: [[Message]] = []
                for try await transcript in group where !transcript.isEmpty { transcripts.append(transcript) }
                return transcripts
            }
            #expect(transcripts.count == 4)
            for transcript in transcripts {
                #expect(transcript.map(\.seq) == Array(1...Message.Seq(total)))
                #expect(transcript == transcripts[0])
            }
            let first = transcripts[0]
            #expect(Set(first.map(\.id)).count == total)
            #expect(first == first.sorted { $0.time < $1.time || ($0.time == $1.time && $0.seq < $1.seq) })
            for writer in 0..<Self.writers {
                let own = first.map(\.body).filter { $0.hasPrefix("\(writer):") }
                #expect(own == (0..<Self.messagesEach).map { "\(writer):\($0)" })
            }
            let page = try await server.client(alice).withConnection {
                try await $0.history(HistoryQuery(target: .lobby))
            }
            #expect(page.messages == first)
        }
    }

    private func write(as writer: Int, to server: InProcessServer, _ user: Login.Credential) async throws {
        try await server.client(user, at: server.socket).withConnection { connection in
            // A few at a time, so that the writers take turns.
            for start in stride(from: 0, to: Self.messagesEach, by: 5) {
                let replies = (start..<start + 5).map {
                    connection.start(.send(OutgoingMessage("\(writer):\($0)")))
                }
                connection.flush()
                for reply in replies { _ = try await reply.get() }
            }
        }
    }

    /// Reads all messages over connections that end after a random number of them.
    private func read(
        _ count: Int, from server: InProcessServer, _ user: Login.Credential, seed: UInt64
    ) async throws -> [Message] {
        var random = SeededRandom(seed: seed)
        var messages: [Message] = []
        while messages.count < count {
            let part = min(Int.random(in: 1...200, using: &random), count - messages.count)
            let position = messages.last?.seq ?? 0
            messages += try await server.client(user, at: server.socket).withConnection { connection in
                _ = try await connection.follow(Follow(target: .lobby, start: .after(position)))
                return try await connection.take(part)
            }
        }
        return messages
    }
}
