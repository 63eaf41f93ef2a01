internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomTestSupport
internal import Foundation
internal import GRDB
internal import Glibc
internal import Testing

@testable internal import ChatroomDisk

struct SearchFileTests {
    /// Indexes two messages, closes the index, does something to it and opens it again.
    private func reopened(
        _ scratch: ScratchIndex, identity: String = "one", after change: (String) throws -> Void = { _ in }
    ) async throws -> SearchIndex {
        try await scratch.say("hello", "hello again")
        try await scratch.index.close()
        try change(scratch.path + "/search.db")
        return try await open(scratch, identity: identity)
    }

    private func open(_ scratch: ScratchIndex, identity: String = "one") async throws -> SearchIndex {
        let faults = scratch.faults
        return try await SearchIndex.open(directory: scratch.path, identity: identity) { faults.add($0) }
    }

    private func execute(_ sql: String, in path: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { db in try db.execute(sql: sql) }
        try queue.close()
    }

    private func find(_ word: String, in index: SearchIndex) async throws -> [Message.Seq] {
        let request = SearchRequest(terms: [SearchTerm(text: word)], conversations: [.lobby], limit: 10)
        return try await index.search(request).map(\.seq)
    }

    @Test func anIndexIsThereAfterReopening() async throws {
        let scratch = try await ScratchIndex()
        let index = try await reopened(scratch)
        #expect(try await index.positions() == [.lobby: 2])
        #expect(try await find("hello", in: index) == [2, 1])
        #expect(scratch.faults.texts.isEmpty)
    }

    @Test func theIndexOfAnotherDatabaseIsMadeAnew() async throws {
        let scratch = try await ScratchIndex()
        let index = try await reopened(scratch, identity: "two")
        #expect(try await index.positions() == [:])
        #expect(try await find("hello", in: index) == [])
        #expect(scratch.faults.texts.count == 1)
        try await index.apply([.text("hello", 1)])
        #expect(try await find("hello", in: index) == [1])
    }

    @Test(arguments: [
        "PRAGMA user_version = 9", "PRAGMA user_version = 1", "PRAGMA user_version = 0", "DROP TABLE origin",
        "DELETE FROM origin",
        "DELETE FROM search_data WHERE id = 10",
    ])
    func anIndexOfAnotherShapeIsMadeAnew(sql: String) async throws {
        let scratch = try await ScratchIndex()
        let index = try await reopened(scratch) { try execute(sql, in: $0) }
        #expect(try await index.positions() == [:])
        #expect(scratch.faults.texts.count == 1)
        try await index.apply([.text("hello", 1)])
        #expect(try await find("hello", in: index) == [1])
    }

    @Test(arguments: [0, 100, 4096])
    func aDamagedFileIsMadeAnew(offset: Int) async throws {
        let scratch = try await ScratchIndex()
        let index = try await reopened(scratch) { path in
            let file = Glibc.open(path, O_WRONLY)
            defer { close(file) }
            let garbage = [UInt8](repeating: 0xA5, count: 8192)
            #expect(pwrite(file, garbage, garbage.count, offset) == garbage.count)
        }
        #expect(try await index.positions() == [:])
        try await index.apply([.text("hello", 1)])
        #expect(try await find("hello", in: index) == [1])
        #expect(scratch.faults.texts.count == 1)
    }

    @Test func damageThatShowsLaterIsAnErrorAndTheNextToOpenItMakesItAnew() async throws {
        let scratch = try await ScratchIndex()
        try await scratch.say("hello")
        try execute("UPDATE search_data SET block = x'ffffffffff' WHERE id > 10", in: scratch.path + "/search.db")
        #expect(try await refusal(of: try await scratch.find("hello")) == .storage)
        try await scratch.index.close()
        // Then the file itself is whole again, so only what was noted tells.
        try execute("DELETE FROM search_data WHERE id > 10", in: scratch.path + "/search.db")
        let next = try await open(scratch)
        #expect(try await next.positions() == [:])
    }

    @Test func aCallAfterClosingFails() async throws {
        let scratch = try await ScratchIndex()
        try await scratch.index.close()
        #expect(try await refusal(of: try await scratch.say("too late")) == .storage)
        #expect(try await refusal(of: try await scratch.find("late")) == .storage)
    }

    @Test func aLinkOrADirectoryThatDoesNotExistIsRefused() async throws {
        let directory = try ScratchDirectory()
        let missing = directory.file("missing")
        #expect(try await refusal(of: await SearchIndex.open(directory: missing, identity: "one")) == .configuration)
        let other = try directory.write("other", [])
        #expect(symlink(other, directory.file("search.db")) == 0)
        #expect(
            try await refusal(of: await SearchIndex.open(directory: directory.path, identity: "one")) == .configuration)
    }

    @Test func filesAreForTheOwnerOnly() async throws {
        let scratch = try await ScratchIndex()
        try await scratch.say("hello")
        for name in ["search.db", "search.db-wal"] {
            var status = stat()
            #expect(lstat(scratch.path + "/" + name, &status) == 0)
            #expect(status.st_mode & 0o7777 == 0o600, "\(name)")
        }
    }

    @Test func aCompactIndexHoldsNoWordOfWhatIsGone() async throws {
        let scratch = try await ScratchIndex()
        try await scratch.say("zebrafish one", "the zebrafish two", "zebrafish three", "kept")
        try await scratch.index.apply([.change(.edit(of: 1, "edited"), 5), .change(.deletion(of: 2), 6)])
        try await scratch.index.remove(.lobby, through: 3)
        try await scratch.index.compact()
        #expect(try await scratch.find("kept") == [4])
        try await scratch.index.close()
        let path = scratch.path + "/search.db"
        #expect(try occurrences(of: "kept", in: path) > 0)
        #expect(try occurrences(of: "zebrafish", in: path) == 0)
    }

    private func occurrences(of word: String, in path: String) throws -> Int {
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        let word = Array(word.utf8)
        return bytes.indices.count { bytes[$0...].starts(with: word) }
    }
}
