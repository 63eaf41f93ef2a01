internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomTestSupport
internal import Glibc
internal import Testing

@testable internal import ChatroomDisk

struct SQLiteStoreTests {
    @Test(arguments: SQLiteStore.Durability.allCases)
    func theDurabilityReadsBack(durability: SQLiteStore.Durability) async throws {
        let scratch = try await ScratchStore(durability: durability)
        #expect(try await scratch.number("PRAGMA synchronous") == (durability == .full ? 2 : 1))
        #expect(try await scratch.number("PRAGMA foreign_keys") == 1)
    }

    @Test func aSecondStoreInTheSameDirectoryIsRefused() async throws {
        let scratch = try await ScratchStore()
        #expect(try await refusal(of: await SQLiteStore.open(directory: scratch.path)) == .configuration)
        _ = try await scratch.say("the first one still works")
        try await scratch.store.close()
        let next = try await SQLiteStore.open(directory: scratch.path)
        #expect(try await next.head(of: .lobby) == 1)
    }

    @Test func aDirectoryIsFreeWhenItsStoreIsGone() async throws {
        let directory = try ScratchDirectory()
        for _ in 1...3 { _ = try await SQLiteStore.open(directory: directory.path) }
    }

    @Test func everythingIsThereAfterReopening() async throws {
        let scratch = try await ScratchStore()
        for number in 1...3 { _ = try await scratch.say("\(number)") }
        let log = try await scratch.log()
        let store = try await scratch.reopened(after: "")
        let page = try await store.page(of: .lobby, matching: HistoryQuery(target: .lobby), byteLimit: .max)
        #expect(page.messages == log)
        #expect(try await store.userNames(limit: 10).map(\.text) == ["alice", "bob"])
    }

    @Test func aClosedStoreLeavesNothingOutsideTheDatabaseFile() async throws {
        let scratch = try await ScratchStore()
        _ = try await scratch.say("hello")
        try await scratch.store.close()
        #expect(status(of: scratch.path + "/chatroom.db-wal").map(\.st_size) ?? 0 == 0)
    }

    @Test func aCallAfterClosingFails() async throws {
        let scratch = try await ScratchStore()
        try await scratch.store.close()
        #expect(try await refusal(of: try await scratch.say("too late")) == .storage)
        #expect(try await refusal(of: try await scratch.log()) == .storage)
        #expect(scratch.faults.texts.count == 2)
    }

    @Test func aNewerSchemaIsRefused() async throws {
        let scratch = try await ScratchStore()
        try await scratch.store.close()
        try changeDatabase(in: scratch.path, "INSERT INTO grdb_migrations VALUES ('schema-999')")
        #expect(try await refusal(of: await SQLiteStore.open(directory: scratch.path)) == .configuration)
    }

    @Test func aFileThatIsNoDatabaseIsRefusedAndExplained() async throws {
        let directory = try ScratchDirectory()
        try directory.write("chatroom.db", String(repeating: "no database ", count: 500).utf8)
        let faults = ScratchStore.FaultLog()
        let code = try await refusal(of: await SQLiteStore.open(directory: directory.path) { faults.add($0) })
        #expect(code == .storage)
        #expect(faults.texts.count == 1)
    }

    @Test func aDirectoryThatCannotBeMadeIsRefused() async throws {
        let directory = try ScratchDirectory()
        let path = directory.file("missing/data")
        #expect(try await refusal(of: await SQLiteStore.open(directory: path)) == .configuration)
    }

    @Test(arguments: ["chatroom.db", "lock"])
    func aLinkInThePlaceOfAFileIsRefused(name: String) async throws {
        let directory = try ScratchDirectory()
        let other = try directory.write("other", [])
        let data = try directory.makeDirectory("data")
        #expect(symlink(other, data + "/" + name) == 0)
        #expect(try await refusal(of: await SQLiteStore.open(directory: data)) == .configuration)
    }

    @Test func filesAreForTheOwnerOnlyWhateverTheUmask() async throws {
        let directory = try ScratchDirectory()
        // The umask is the whole process's, so only one that does not disturb the tests beside this one.
        let before = umask(0)
        defer { umask(before) }
        let data = directory.file("data")
        let store = try await SQLiteStore.open(directory: data)
        _ = try await store.createAccount(.named("alice"), at: Timestamp(milliseconds: 1))
        #expect(status(of: data).map { $0.st_mode & 0o7777 } == 0o700)
        for name in ["chatroom.db", "chatroom.db-wal", "lock"] {
            #expect(status(of: data + "/" + name).map { $0.st_mode & 0o7777 } == 0o600, "\(name)")
        }
    }

    @Test func aReaderWritesNothingToTheDisk() async throws {
        let scratch = try await ScratchStore()
        _ = try await scratch.say("hello")
        #expect(try await scratch.log().count == 1)
        // Its marks are in memory: in a file, on a disk that hangs, they would be waited for.
        for name in ["chatroom.db-shm", "search.db-shm"] { #expect(status(of: scratch.path + "/" + name) == nil) }
    }

    @Test func aFullDiskRefusesWritesUntilThereIsRoomAgain() async throws {
        let scratch = try await ScratchStore()
        let first = try await scratch.say("first")
        let pages = try #require(try await scratch.number("PRAGMA page_count"))
        _ = try await scratch.number("PRAGMA max_page_count = \(pages)")
        let large = String(repeating: "large ", count: 4000)
        let batch = [NewMessage.from(scratch.alice, "small"), .from(scratch.alice, large)]
        #expect(try await refusal(of: try await scratch.append(batch)) == .storageFull)
        #expect(scratch.faults.texts.count == 1)
        #expect(try await scratch.log() == [first.message])
        _ = try await scratch.number("PRAGMA max_page_count = 1000000")
        #expect(try await scratch.append(batch).map { try $0.get().message.seq } == [2, 3])
        #expect(try await scratch.store.verifyChain(of: .lobby) == nil)
    }

    private func status(of path: String) -> stat? {
        var status = stat()
        return lstat(path, &status) == 0 ? status : nil
    }
}
