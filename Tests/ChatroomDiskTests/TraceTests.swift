import ChatroomCore
import ChatroomStore
import ChatroomTestSupport
import Foundation
import Testing

@testable import ChatroomDisk

/// Deleted words leave every file of the data directory, also when the server ends before it has seen to that.
@Suite(.timeLimit(.minutes(1)))
struct TraceTests {
    private static let words = (0..<200).map { "zq\(100_000 + $0)word" }

    private static func left(in directory: String) throws -> [String] {
        let files = try FileManager.default.subpathsOfDirectory(atPath: directory).compactMap {
            FileManager.default.contents(atPath: "\(directory)/\($0)")
        }
        return words.filter { word in files.contains { $0.range(of: Data(word.utf8)) != nil } }
    }

    /// Says every word in the lobby beside others, edits some, and deletes all of them.
    private static func sayAndDelete(_ scratch: ScratchStore) async throws {
        for word in words {
            try await scratch.send("\(word) and \(String(repeating: "more ", count: word.utf8.count))")
        }
        try await scratch.send("\(words[1]) as well", .edit(1))
        try await scratch.store.updateIndex()
        #expect(try left(in: scratch.path).count == words.count)
        for seq in 1...words.count { try await scratch.send("", .delete(Int64(seq))) }
    }

    @Test func nothingIsLeftInAnyFileOfARunningStore() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        try await Self.sayAndDelete(scratch)
        try await scratch.store.updateIndex()
        #expect(try await scratch.store.eraseTraces())
        #expect(try Self.left(in: scratch.path) == [])
        #expect(try await !scratch.store.eraseTraces())
        try await scratch.store.close()
    }

    @Test(arguments: [false, true])
    func theNextStartKnowsWhatIsToBeErased(isIndexed: Bool) async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        try await Self.sayAndDelete(scratch)
        if isIndexed { try await scratch.store.updateIndex() }
        try await scratch.store.close()
        let again = try await SQLiteStore.open(directory: scratch.path)
        try await again.updateIndex()
        #expect(try await again.eraseTraces())
        #expect(try Self.left(in: scratch.path) == [])
        try await again.close()
    }

    @Test func whatIsErasedOnceIsNotLookedForAgain() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        try await Self.sayAndDelete(scratch)
        try await scratch.store.updateIndex()
        _ = try await scratch.store.eraseTraces()
        try await scratch.store.close()
        let again = try await SQLiteStore.open(directory: scratch.path)
        #expect(try await !again.eraseTraces())
        try await again.close()
    }
}
