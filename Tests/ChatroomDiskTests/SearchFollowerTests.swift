internal import ChatroomCore
internal import ChatroomStore
internal import Foundation
internal import Testing

@testable internal import ChatroomDisk

/// Searches through the store, which keeps its index up with the log.
struct SearchFollowerTests {
    @Test func everythingStoredBeforeASearchIsFound() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        for number in 1...20 {
            try await scratch.send("word number\(number)")
            #expect(try await scratch.find("number\(number)") == [Message.Seq(number)])
        }
        #expect(try await scratch.find("word") == (1...20).reversed())
        #expect(try await scratch.find("nothing") == [])
    }

    @Test func searchesAtTheSameTimeAsMessagesFindWhatWasBefore() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    for _ in 0..<10 {
                        let seq = try await scratch.send("same").message.seq
                        #expect(try await scratch.find("same").contains(seq))
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await scratch.find("same").count == 40)
    }

    @Test func aMessageIsFoundByItsNewestText() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        try await scratch.send("before")
        #expect(try await scratch.find("before") == [1])
        try await scratch.send("between", .edit(1))
        try await scratch.send("after", .edit(1), at: 5000)
        #expect(try await scratch.find("before") == [])
        #expect(try await scratch.find("between") == [])
        let search = Search(terms: [SearchTerm(text: "after")])
        let hit = try #require(try await scratch.store.search(search, in: [.lobby], for: scratch.alice.id).hits.first)
        #expect(hit.target == .lobby)
        #expect(hit.conversation == .lobby)
        #expect(hit.message == (try await scratch.log().first))
        #expect(hit.message.edited == Timestamp(milliseconds: 5000))
    }

    @Test func aDeletedMessageIsNotFound() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        for body in ["one same", "two same"] { try await scratch.send(body) }
        #expect(try await scratch.find("same") == [2, 1])
        try await scratch.send("", .delete(1))
        try await scratch.send("three same")
        try await scratch.send("", .delete(4))
        #expect(try await scratch.find("same") == [2])
        #expect(try await scratch.find("one") == [])
    }

    @Test func aTopicIsNoMessageToFind() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        try await scratch.send("what runs", .topic)
        try await scratch.send("which one?", .ask(choices: ["this"], within: nil))
        #expect(try await scratch.find("runs") == [])
        #expect(try await scratch.find("which") == [2])
    }

    @Test func onlyTheGivenConversationsAreSearched() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        let room = try await scratch.room("secret", isPrivate: true)
        let direct = try await scratch.direct(with: scratch.bob)
        for conversation in [.lobby, room, direct] { try await scratch.send("same", in: conversation) }
        let search = Search(terms: [SearchTerm(text: "same")])
        let all = try await scratch.store.search(search, in: [.lobby, room, direct], for: scratch.bob.id)
        #expect(Set(all.hits.map(\.target.description)) == ["lobby", "secret", "@alice"])
        let few = try await scratch.store.search(search, in: [direct], for: scratch.alice.id)
        #expect(few.hits.map(\.target.description) == ["@bob"])
        #expect(try await scratch.store.search(search, in: [], for: scratch.bob.id).hits.isEmpty)
    }

    @Test func hitsAreFilteredAndPaged() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        for number in 1...9 {
            let sender = number.isMultiple(of: 3) ? scratch.bob : scratch.alice
            try await scratch.send("same \(number)", from: sender, at: Int64(number) * 1000)
        }
        var search = Search(terms: [SearchTerm(text: "same")])
        search.limit = 4
        var pages: [[Message.Seq]] = []
        repeat {
            let found = try await scratch.store.search(search, in: [.lobby], for: scratch.alice.id)
            pages.append(found.hits.map(\.message.seq))
            search.before = found.next
        } while search.before != nil
        #expect(pages == [[9, 8, 7, 6], [5, 4, 3, 2], [1]])
        search.from = scratch.bob.user.name
        #expect(try await scratch.store.search(search, in: [.lobby], for: scratch.alice.id).hits.count == 3)
        search.since = Timestamp(milliseconds: 6000)
        search.until = Timestamp(milliseconds: 9000)
        let found = try await scratch.store.search(search, in: [.lobby], for: scratch.alice.id)
        #expect(found.hits.map(\.message.seq) == [6])
        search.from = try UserName("nobody")
        #expect(
            try await scratch.store.search(search, in: [.lobby], for: scratch.alice.id) == Found(hits: [], next: nil))
    }

    @Test func aLongLogIsCaughtUpWith() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        for part in 0..<3 { _ = try await scratch.append((0..<700).map { .from(scratch.bob, "n\(part)x\($0) same") }) }
        let direct = try await scratch.direct(with: scratch.bob)
        try await scratch.send("same", in: direct)
        #expect(try await scratch.find("n0x0") == [1])
        #expect(try await scratch.find("n2x699") == [2100])
        #expect(try await scratch.find("same").count == 100)
    }

    /// What is done to the files of an index between two openings: nothing, or all sorts of damage.
    enum Damage: CaseIterable {
        case none, removed, emptied, overwritten
    }

    @Test(arguments: Damage.allCases)
    func everythingIsFoundAfterReopening(damage: Damage) async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        for body in ["one same", "two same", "three same"] { try await scratch.send(body) }
        #expect(try await scratch.find("same") == [3, 2, 1])
        try await scratch.send("edited", .edit(1))
        try await scratch.send("", .delete(2))
        try await scratch.send("six same")
        try await scratch.store.close()
        let file = URL(fileURLWithPath: scratch.path + "/search.db")
        switch damage {
        case .none: break
        case .removed: try FileManager.default.removeItem(at: file)
        case .emptied: try Data().write(to: file)
        case .overwritten: try Data("this is no database".utf8).write(to: file)
        }
        let store = try await SQLiteStore.open(directory: scratch.path)
        for (word, seqs) in [("same", [6, 3]), ("edited", [1]), ("two", [])] as [(String, [Message.Seq])] {
            let search = Search(terms: [SearchTerm(text: word)])
            let found = try await store.search(search, in: [.lobby], for: scratch.alice.id)
            #expect(found.hits.map(\.message.seq) == seqs, "\(word)")
        }
    }
}
