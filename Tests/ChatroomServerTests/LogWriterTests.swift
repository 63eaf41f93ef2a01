import ChatroomClient
import ChatroomCore
import ChatroomStore
import ChatroomTestSupport
import ChatroomWire
import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import ChatroomServer

@Suite(.timeLimit(.minutes(1)))
struct LogWriterTests {
    @Test func afterAFailedWriteNothingIsAcknowledgedEverAgain() async throws {
        try await FaultyStore.with { server, store in
            let alice = try await server.register("alice")
            let bob = try await server.register("bob")
            try await server.client(alice).withConnection { connection in
                let first = OutgoingMessage("1")
                try await connection.send(first)
                // One failure is enough; the store would take the next.
                store.failAppends(.storage)
                let lost = OutgoingMessage("2")
                try await expect(.storage) { try await connection.send(lost) }
                // Not even a message that is in the log already.
                for message in [lost, first, OutgoingMessage("3")] {
                    try await expect(.readOnly) { try await connection.send(message) }
                }
                try await server.client(bob).withConnection { other in
                    try await expect(.readOnly) { try await other.send(OutgoingMessage("4")) }
                    // Reads go on.
                    let page = try await other.history(HistoryQuery(target: .lobby))
                    #expect(page.messages.map(\.body) == ["1"])
                }
            }
            #expect(store.plan.withLock { $0.appends } == 2)
        }
    }

    @Test func everythingQueuedBehindAFailedWriteIsRefused() async throws {
        try await FaultyStore.with { server, store in
            let alice = try await server.register("alice")
            store.failAppends(.storage)
            try await server.client(alice).withConnection { connection in
                let replies = (0..<600).map { connection.start(.send(OutgoingMessage("\($0)"))) }
                connection.flush()
                var codes: [ChatError.Code?] = []
                for reply in replies { codes.append(await code { _ = try await reply.get() }) }
                let unknown = codes.prefix { $0 == .storage }.count
                #expect((1...LogWriter.batchCount).contains(unknown))
                #expect(codes.dropFirst(unknown).allSatisfy { $0 == .readOnly })
                let page = try await connection.history(HistoryQuery(target: .lobby))
                #expect(page.messages.isEmpty)
            }
            #expect(store.plan.withLock { $0.appends } == 1)
        }
    }

    @Test func aFullDiskRefusesAndWorksAgainWhenThereIsRoom() async throws {
        try await FaultyStore.with { server, store in
            let alice = try await server.register("alice")
            try await server.client(alice).withConnection { connection in
                store.failAppends(.storageFull, times: 2)
                let message = OutgoingMessage("1")
                for _ in 0..<2 { try await expect(.storageFull) { try await connection.send(message) } }
                let receipt = try await connection.send(message)
                #expect(receipt.seq == 1)
                #expect(!receipt.isDuplicate)
            }
        }
    }

    @Test func aFollowerIsToldWhenStoredMessagesCannotBeRead() async throws {
        try await FaultyStore.with { server, store in
            let alice = try await server.register("alice")
            try await server.client(alice).withConnection { connection in
                try await connection.send(OutgoingMessage("1"))
                store.plan.withLock { $0.page = ChatError(.storage, "planned") }
                _ = try await connection.follow(Follow(target: .lobby, start: .after(0)))
                try await expect(.storage) { try await connection.take(1) }
            }
        }
    }

    @Test func aWriteThatFailsWhileTheWriterFinishesStillEndsIt() async throws {
        try await ScratchDirectory.with { directory in
            let store = try await FaultyStore(directory: directory.file("data"))
            let group = MultiThreadedEventLoopGroup.singleton
            let writer = LogWriter(
                engines: store.engines, outlets: [try await WireOutlet(group: group)], bus: Bus(),
                clock: PlausibleClock(.system, after: nil),
                limits: Limits(),
                logger: InProcessServer.silence)
            let peer = try await ServerPeer()
            store.failAppends(.storage)
            try await writer.submit(Sample.new(1), admittedAt: 0, answering: 1, of: peer.handle)
            await writer.finish()
            try await Deadline.run("the writer's end") { await writer.run() }
            await #expect(throws: ChatError.self) {
                try await writer.submit(Sample.new(2), admittedAt: 0, answering: 2, of: peer.handle)
            }
            let frames = try await peer.written()
            #expect(frames.count == 1)
            try await store.store.close()
        }
    }
}
