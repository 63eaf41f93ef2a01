internal import ChatroomCore
internal import ChatroomStore
internal import Testing

@testable internal import ChatroomDisk

/// Nobody fills the server by telling of files that never come.
struct KeptFilesTests {
    private let quota = FileQuota(account: 100, total: 120, open: 3, idle: .seconds(600))

    private func file(_ number: Int64, size: Int64?, at minute: Int64 = 0) throws -> PendingFile {
        PendingFile(
            id: try #require(FileID(rawValue: number)), conversation: .lobby, name: try FileName("a"), type: "a/b",
            size: size, touched: Self.time(minute))
    }

    private static func time(_ minute: Int64) -> Timestamp { Timestamp(milliseconds: 60_000 * minute) }

    @Test func aUserHasSoManyFilesHoweverSmall() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        let quota = FileQuota(account: 100, total: 120, files: 2, open: 30, idle: .seconds(600))
        func begin(_ number: Int64, _ account: Account) async throws -> ChatError.Code? {
            let file = try file(number, size: 0)
            return try await refusal(of: await scratch.store.beginFile(file, of: account.id, quota: quota))
        }
        #expect(try await begin(1, scratch.alice) == nil)
        #expect(try await begin(2, scratch.alice) == nil)
        #expect(try await begin(3, scratch.alice) == .quotaExceeded)
        #expect(try await begin(3, scratch.bob) == nil)
        try await scratch.store.discardFile(try #require(FileID(rawValue: 1)), of: scratch.alice.id)
        #expect(try await begin(4, scratch.alice) == nil)
        #expect(try await begin(5, scratch.alice) == .quotaExceeded)
    }

    @Test func whatIsToldOfCountsForItsOwnUserOnly() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        let users = try await (0..<12).asyncMap { number in
            try await scratch.store.createAccount(.named("u\(number)"), at: Self.time(0)).id
        }
        var id: Int64 = 0
        for user in users {
            for _ in 0..<2 {
                id += 1
                try await scratch.store.beginFile(file(id, size: 45), of: user, quota: quota)
            }
            id += 1
            let code = try await refusal(of: await scratch.store.beginFile(file(id, size: 45), of: user, quota: quota))
            #expect(code == .quotaExceeded)
        }
        // 24 files of 45 bytes were told of where 120 are kept, and there is room for one that comes.
        try await scratch.store.beginFile(file(99, size: 90), of: scratch.bob.id, quota: quota)
        let bobs = try #require(FileID(rawValue: 99))
        try await scratch.store.noteReceived(90, of: bobs, quota: quota, at: Self.time(1))
        // What comes counts for all.
        let first = try #require(FileID(rawValue: 1))
        try await scratch.store.noteReceived(30, of: first, quota: quota, at: Self.time(1))
        for bytes in [31, 45] as [Int64] {
            let code = try await refusal(
                of: await scratch.store.noteReceived(bytes, of: first, quota: quota, at: Self.time(1)))
            #expect(code == .quotaExceeded)
        }
        try await scratch.store.noteReceived(30, of: first, quota: quota, at: Self.time(2))
    }

    @Test func aFileOfWhichNothingComesGivesItsRoomBackAndTakesItAgain() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        let alice = scratch.alice.id
        let id = try #require(FileID(rawValue: 1))
        try await scratch.store.beginFile(file(1, size: 80), of: alice, quota: quota)
        try await scratch.store.noteReceived(10, of: id, quota: quota, at: Self.time(5))
        func begin(_ number: Int64, _ size: Int64, at minute: Int64) async throws -> ChatError.Code? {
            try await refusal(
                of: await scratch.store.beginFile(file(number, size: size, at: minute), of: alice, quota: quota))
        }
        #expect(try await begin(2, 30, at: 15) == .quotaExceeded)
        #expect(try await begin(2, 91, at: 16) == .quotaExceeded)
        #expect(try await begin(2, 30, at: 16) == nil)
        // Its bytes are there; what it lacks has no room as long as the other one holds it.
        #expect(
            try await refusal(of: await scratch.store.noteReceived(10, of: id, quota: quota, at: Self.time(17)))
                == .quotaExceeded)
        try await scratch.store.discardFile(#require(FileID(rawValue: 2)), of: alice)
        try await scratch.store.noteReceived(10, of: id, quota: quota, at: Self.time(17))
        #expect(try await begin(3, 30, at: 18) == .quotaExceeded)
    }

    @Test func aUserSendsSoManyFilesAtATime() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        let alice = scratch.alice.id
        for number in 1...3 as ClosedRange<Int64> {
            try await scratch.store.beginFile(file(number, size: nil), of: alice, quota: quota)
        }
        let error = await #expect(throws: ChatError.self) {
            try await scratch.store.beginFile(file(4, size: nil), of: alice, quota: quota)
        }
        #expect(error?.code == .quotaExceeded && error?.retryAfter == .seconds(600))
        try await scratch.store.beginFile(file(5, size: nil), of: scratch.bob.id, quota: quota)
        // One that stands still makes room, and finds none when it goes on.
        try await scratch.store.beginFile(file(4, size: nil, at: 11), of: alice, quota: quota)
        for number in 6...7 as ClosedRange<Int64> {
            try await scratch.store.beginFile(file(number, size: nil, at: 11), of: alice, quota: quota)
        }
        let first = try #require(FileID(rawValue: 1))
        #expect(
            try await refusal(of: await scratch.store.noteReceived(1, of: first, quota: quota, at: Self.time(12)))
                == .quotaExceeded)
    }
}

extension Sequence {
    fileprivate func asyncMap<Result>(_ transform: (Element) async throws -> Result) async throws -> [Result] {
        var results: [Result] = []
        for element in self { results.append(try await transform(element)) }
        return results
    }
}
