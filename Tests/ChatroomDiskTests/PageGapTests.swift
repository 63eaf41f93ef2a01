import ChatroomCore
import ChatroomStore
import ChatroomTestSupport
import Foundation
import GRDB
import Testing

@testable import ChatroomDisk

/// What is deleted leaves every file: also copies that SQLite leaves in the gaps of pages that it splits.
@Suite(.timeLimit(.minutes(1)))
struct PageGapTests {
    private static func word(_ number: Int) -> String { "secretword\(100_000 + number)x" }

    /// The words of a list that are anywhere in a directory.
    private static func left(_ words: [String], in directory: String) throws -> [String] {
        let files = try FileManager.default.subpathsOfDirectory(atPath: directory).compactMap {
            FileManager.default.contents(atPath: "\(directory)/\($0)")
        }
        return words.filter { word in files.contains { $0.range(of: Data(word.utf8)) != nil } }
    }

    /// Fills rows of some sixty logs in turn, so that pages are split in their middle, and deletes a part of them.
    private static func fill(_ db: Database) throws -> [String] {
        try db.execute(sql: "CREATE TABLE m (c INTEGER, s INTEGER, body TEXT, PRIMARY KEY (c, s)) WITHOUT ROWID")
        var random = SeededRandom(seed: 1)
        var heads: [Int: Int] = [:]
        var secret: [(c: Int, s: Int, word: String)] = []
        try db.inTransaction {
            for number in 0..<6000 {
                let log = Int.random(in: 0..<60, using: &random)
                heads[log, default: 0] += 1
                var body = String(repeating: "filler \(number) ", count: Int.random(in: 1..<30, using: &random))
                if number % 4 == 0 {
                    secret.append((log, heads[log, default: 0], word(number)))
                    body = word(number) + " " + body
                }
                try db.execute(
                    sql: "INSERT INTO m VALUES (?, ?, ?)", arguments: [log, heads[log], body])
            }
            return .commit
        }
        for row in secret {
            try db.execute(sql: "UPDATE m SET body = NULL WHERE c = ? AND s = ?", arguments: [row.c, row.s])
        }
        return secret.map(\.word)
    }

    private static func open(_ path: String, vfs: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA secure_delete = ON; PRAGMA synchronous = OFF")
        }
        return try DatabaseQueue(path: "file:\(path)?vfs=\(vfs)", configuration: configuration)
    }

    @Test func nothingOfADeletedRowStaysInAGap() throws {
        try WriteAheadIndex.keepInMemory()
        let directory = try ScratchDirectory()
        let database = try Self.open(directory.file("clean.db"), vfs: "chatroom")
        let words = try database.writeWithoutTransaction(Self.fill)
        #expect(words.count == 1500)
        #expect(try Self.left(words, in: directory.path) == [])
        #expect(try database.read { try String.fetchOne($0, sql: "PRAGMA integrity_check") } == "ok")
    }

    /// What earlier versions left, and without which the test above could not fail.
    @Test func aSweepRidsADatabaseOfWhatWasLeft() throws {
        try WriteAheadIndex.keepInMemory()
        let directory = try ScratchDirectory()
        let path = directory.file("old.db")
        var database: DatabaseQueue? = try Self.open(path, vfs: "unix")
        let words = try database?.writeWithoutTransaction(Self.fill) ?? []
        try database?.close()
        database = nil
        #expect(try !Self.left(words, in: directory.path).isEmpty)
        try PageGap.sweep(path)
        #expect(try Self.left(words, in: directory.path) == [])
        let again = try Self.open(path, vfs: "unix")
        #expect(try again.read { try String.fetchOne($0, sql: "PRAGMA integrity_check") } == "ok")
        #expect(try again.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM m") } == 6000)
    }

    @Test func whatIsNoPageOfATreeIsLeftAlone() throws {
        var random = SeededRandom(for: "pages")
        for _ in 0..<20_000 {
            var page = [UInt8](repeating: 0, count: [512, 1024, 4096, 500, 513].randomElement(using: &random) ?? 512)
            for index in 0..<12 { page[index] = UInt8.random(in: .min ... .max, using: &random) }
            if Bool.random(using: &random) { page[0] = [2, 5, 10, 13].randomElement(using: &random) ?? 2 }
            let gap = page.withUnsafeBytes { PageGap.range(in: $0, isFirst: false) }
            guard !gap.isEmpty else { continue }
            #expect([2, 5, 10, 13].contains(page[0]))
            #expect(gap.lowerBound >= 8 && gap.upperBound <= page.count)
        }
        let overflow = [UInt8](repeating: 0, count: 4096)
        #expect(overflow.withUnsafeBytes { PageGap.range(in: $0, isFirst: false) }.isEmpty)
    }
}
