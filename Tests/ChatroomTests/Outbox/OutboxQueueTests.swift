import ChatroomCore
import ChatroomTestSupport
import Foundation
import Glibc
import Testing

@testable import ChatroomClient
@testable import ChatroomSystem

struct OutboxQueueTests {
    private func message(_ text: String, to target: String = "lobby") throws -> OutgoingMessage {
        OutgoingMessage(
            id: MessageID(derivedFrom: [text, target], secret: nil), target: try Target(target), body: text)
    }

    private func queue(
        _ identity: String = "me", in folder: String, messages: Int = 100, bytes: Int = 100_000
    ) throws -> OutboxQueue {
        try OutboxQueue(
            for: identity, environment: Environment(["HOME": folder]),
            bounds: OutboxQueue.Bounds(messages: messages, bytes: bytes))
    }

    private func directory(in folder: String) -> String { "\(folder)/.local/state/chatroom/outbox" }

    private func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory(in: folder)).sorted()
    }

    private func path(in folder: String) -> String { "\(directory(in: folder))/queue.me" }

    @Test func whatIsAddedWaitsInOrderUntilItIsSettled() async throws {
        try await ScratchFolder.with { folder in
            #expect(try !queue(in: folder).isThere && queue(in: folder).waiting() == [])
            #expect(!FileManager.default.fileExists(atPath: directory(in: folder)))
            let all = try (1...9).map { try message("\($0)") }
            // Each time by another process, as far as the queue can tell.
            for message in all { try queue(in: folder).add([message]) }
            #expect(try queue(in: folder).waiting() == all)
            try queue(in: folder).settle([all[0].id, all[4].id])
            #expect(try queue(in: folder).waiting() == [1, 2, 3, 5, 6, 7, 8].map { all[$0] })
            // What waits already is not added again.
            try queue(in: folder).add([all[8], all[0]])
            #expect(try queue(in: folder).waiting() == [1, 2, 3, 5, 6, 7, 8, 0].map { all[$0] })
            #expect(ScratchFolder.mode(path(in: folder)) == 0o600)
            #expect(ScratchFolder.mode(directory(in: folder)) == 0o700)
            try queue(in: folder).settle(Set(all.map(\.id)))
            #expect(try queue(in: folder).waiting() == [] && names(in: folder) == [])
        }
    }

    @Test func everythingThatAMessageHasIsKept() async throws {
        try await ScratchFolder.with { folder in
            var random = SeededRandom(seed: 1)
            let texts = ["", "line\nline", String(repeating: "ü", count: 9000)]
            let acts: [OutgoingMessage.Act] = [.post, .edit(7), .update(key: "k"), .topic]
            let all = try texts.flatMap { text in
                try acts.map { act in
                    OutgoingMessage(
                        id: MessageID(at: Timestamp(milliseconds: 1), using: &random), target: try Target("@bob"),
                        body: text, replyTo: act == .post ? 3 : nil, act: act)
                }
            }
            try queue(in: folder).add(all)
            #expect(try queue(in: folder).waiting() == all)
            // What could not be read again would stand in the way of the rest.
            let id = MessageID(at: Timestamp(milliseconds: 1), using: &random)
            let odd = OutgoingMessage(id: id, target: try Target("lobby"), body: "text", act: .delete(8))
            #expect(throws: ChatError.self) { try queue(in: folder).add([odd]) }
            #expect(try queue(in: folder).waiting() == all)
        }
    }

    @Test func nothingIsAddedBeyondTheBounds() async throws {
        try await ScratchFolder.with { folder in
            let bounded = try queue(in: folder, messages: 3, bytes: 1000)
            try bounded.add([try message("1"), try message("2")])
            for more in [["3", "4"], [String(repeating: "x", count: 1000)]] {
                let error = try #require(
                    throws: ChatError.self, performing: { try bounded.add(try more.map { try message($0) }) })
                #expect(error.code == .quotaExceeded && error.message.contains("queued-"), "\(error)")
            }
            #expect(try bounded.waiting().map(\.body) == ["1", "2"])
            try bounded.add([try message("3")])
            #expect(throws: ChatError.self) { try bounded.add([try message("4")]) }
            try bounded.settle([try message("1").id])
            try bounded.add([try message("4")])
            #expect(try bounded.waiting().map(\.body) == ["2", "3", "4"])
        }
    }

    @Test func aQueueThatIsNeverEmptyDoesNotFillUp() async throws {
        try await ScratchFolder.with { folder in
            let bounded = try queue(in: folder, messages: 5, bytes: 2000)
            try bounded.add([try message("stays")])
            for round in 0..<200 {
                try bounded.add([try message("round \(round)")])
                #expect(try bounded.waiting().map(\.body) == ["stays", "round \(round)"])
                try bounded.settle([try message("round \(round)").id])
            }
            #expect(try bounded.waiting().map(\.body) == ["stays"] && names(in: folder) == ["queue.me"])
        }
    }

    @Test(arguments: 1...30)
    func aTornEndHidesNeitherWhatIsBeforeNorWhatIsAddedBehind(cut: Int) async throws {
        try await ScratchFolder.with { folder in
            try queue(in: folder).add([try message("whole"), try message("torn")])
            let size = try Data(contentsOf: URL(fileURLWithPath: path(in: folder))).count
            #expect(truncate(path(in: folder), off_t(size - cut)) == 0)
            try queue(in: folder).add([try message("later")])
            #expect(try queue(in: folder).waiting().map(\.body) == ["whole", "later"])
        }
    }

    @Test func whatAnotherVersionWroteIsLeftAlone() async throws {
        try await ScratchFolder.with { folder in
            try queue(in: folder).add([try message("known")])
            var bytes = try Data(contentsOf: URL(fileURLWithPath: path(in: folder)))
            bytes += [0, 0, 0, 4, 0xFF, 0xFF, 0xFF, 0xFF]
            try bytes.write(to: URL(fileURLWithPath: path(in: folder)))
            let queue = try queue(in: folder)
            #expect(throws: ChatError.self) { try queue.waiting() }
            #expect(throws: ChatError.self) { try queue.add([try message("more")]) }
            #expect(throws: ChatError.self) { try queue.settle([try message("known").id]) }
            #expect(try Data(contentsOf: URL(fileURLWithPath: path(in: folder))) == bytes)
        }
    }

    @Test(arguments: ["link", "fifo", "directory"]) func onlyAFileIsTaken(kind: String) async throws {
        try await ScratchFolder.with { folder in
            try queue(in: folder).add([try message("one")])
            try queue(in: folder).settle([try message("one").id])
            let target = "\(folder)/target"
            switch kind {
            case "link":
                try FileManager.default.createSymbolicLink(atPath: path(in: folder), withDestinationPath: target)
            case "fifo": #expect(mkfifo(path(in: folder), 0o600) == 0)
            default: #expect(mkdir(path(in: folder), 0o700) == 0)
            }
            #expect(throws: ChatError.self) { try queue(in: folder).add([try message("two")]) }
            #expect(!FileManager.default.fileExists(atPath: target))
        }
    }

    @Test func eachIdentityHasItsOwn() async throws {
        try await ScratchFolder.with { folder in
            let identities = [
                "a@h:1@u", "a@h:1@v", "a@h:11@u", "a@h@1@u", "A@h:1@u", "a.b@h:1@u", "a@h:1@u.", "../x", "",
            ]
            for identity in identities { try queue(identity, in: folder).add([try message(identity)]) }
            for identity in identities {
                #expect(try queue(identity, in: folder).waiting().map(\.body) == [identity])
                // Nor does a shell take it for a file that another one left.
                var file = try OutboxFile.make(for: identity, environment: Environment(["HOME": folder]))
                #expect(try file.adopt(for: identity).isEmpty)
                file.remove()
            }
            #expect(try names(in: folder).count == identities.count)
        }
    }

    @Test func oneHasTheTurnAtATime() async throws {
        try await ScratchFolder.with { folder in
            let queue = try queue(in: folder)
            do {
                let first = try queue.turn()
                #expect(try isFree(queue) == false)
                withExtendedLifetime(first) {}
            }
            #expect(try isFree(queue))
            #expect(try isFree(queue))
            #expect(try names(in: folder) == [])
        }
    }

    private func isFree(_ queue: OutboxQueue) throws -> Bool {
        guard let turn = try queue.turn() else { return false }
        withExtendedLifetime(turn) {}
        return true
    }

    @Test func manyWhoAddAndSettleAtOnceLoseNothing() async throws {
        try await ScratchFolder.with { folder in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<8 {
                    group.addTask {
                        for number in 0..<20 {
                            try queue(in: folder, messages: 1000).add([try message("\(writer) \(number)")])
                            // Every third is done at once, by whoever.
                            if number % 3 == 0 { try queue(in: folder).settle([try message("\(writer) \(number)").id]) }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let left = try queue(in: folder).waiting().map(\.body)
            for writer in 0..<8 {
                let own = left.filter { $0.hasPrefix("\(writer) ") }
                #expect(own == (0..<20).filter { $0 % 3 != 0 }.map { "\(writer) \($0)" })
            }
        }
    }
}
