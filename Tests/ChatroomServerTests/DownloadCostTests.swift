import ChatroomClient
import ChatroomCore
import ChatroomTestSupport
import ChatroomWire
import Testing

@testable import ChatroomServer

/// A download looks seldom whether its file is kept, and feels at once that it is not.
@Suite(.timeLimit(.minutes(1)))
struct DownloadCostTests {
    @Test func piecesDoNotAskTheStoreAndADeletionIsFelt() async throws {
        try await FaultyStore.with { server, store in
            try await Crowd.with(server, "alice", "bob") { crowd in
                let file = try await crowd.alice.upload("0123456789")
                let seq = try await crowd.alice.bring(file).seq
                _ = try await crowd.bob.ask(.openFile(file))
                func read() async throws { _ = try await crowd.bob.ask(.readFile(ReadFile(file: file, offset: 3))) }
                let before = store.plan.withLock { $0.fileReads }
                for _ in 0..<60 { try await read() }
                // Once a second, and what takes longer than that is not held against it.
                #expect(store.plan.withLock { $0.fileReads } - before < 30)
                // What another message deletes costs one look.
                let other = try await crowd.alice.say("other", in: "lobby")
                try await crowd.alice.say("", in: "lobby", act: .delete(other.seq))
                try await read()
                #expect(store.plan.withLock { $0.fileReads } > before)
                try await crowd.alice.say("", in: "lobby", act: .delete(seq))
                try await expect(.notFound) { try await read() }
                try await expect(.notFound) { try await read() }
            }
        }
    }
}
