import ChatroomCore
import ChatroomSystem
import Foundation
import Testing

@testable import ChatroomClient
@testable import ChatroomShell
@testable import ChatroomSystem

struct LineHistoryTests {
    private func history(in folder: String, profile: ProfileName = .default) throws -> LineHistory {
        try LineHistory(profile: profile, environment: Environment(["HOME": folder]))
    }

    private func path(in folder: String) -> String { "\(folder)/.local/state/chatroom/shell-history-default" }

    private func put(_ text: String, in folder: String) throws {
        let environment = Environment(["HOME": folder])
        try PrivateFile("shell-history-default", in: try environment.stateDirectory, environment: environment)
            .write(text)
    }

    @Test func linesAreFoundInTheOrderTheyWereTyped() async throws {
        try await ScratchFolder.with { folder in
            let history = try history(in: folder)
            #expect(try history.load().isEmpty)
            for line in ["one", "/go ops", "one", "# no comment"] { try history.add(line) }
            #expect(try history.load() == ["one", "/go ops", "one", "# no comment"])
            #expect(ScratchFolder.mode(path(in: folder)) == 0o600)
            #expect(ScratchFolder.mode("\(folder)/.local/state/chatroom") == 0o700)
        }
    }

    @Test func eachProfileHasItsOwn() async throws {
        try await ScratchFolder.with { folder in
            try history(in: folder).add("mine")
            let other = try history(in: folder, profile: try ProfileName("work"))
            #expect(try other.load().isEmpty)
            try other.add("yours")
            #expect(try history(in: folder).load() == ["mine"])
            #expect(ScratchFolder.mode("\(folder)/.local/state/chatroom/shell-history-work") == 0o600)
        }
    }

    @Test(arguments: [
        "two\nlines", "\n", "a\n\nb\n", "C:\\new", "\\", "\\\\n", "\\\n", "ends in \\", "\r", "a\r\nb", "\t", "é",
        "e\u{301}", "\u{301}", "🙂\u{200D}", "\u{2028}", "\u{0}x", "\u{1B}[2J", "\u{FEFF}x",
    ])
    func anyLineComesBackAsItWas(line: String) async throws {
        try await ScratchFolder.with { folder in
            let history = try history(in: folder)
            for line in ["before", line, "after"] { try history.add(line) }
            let lines = try history.load()
            #expect(lines.map { Array($0.utf8) } == ["before", line, "after"].map { Array($0.utf8) })
            let lineFeeds = try Data(contentsOf: URL(filePath: path(in: folder))).count { $0 == UInt8(ascii: "\n") }
            #expect(lineFeeds == 3)
        }
    }

    @Test(arguments: ["", " secret", "  ", "last", String(repeating: "x", count: 16_385)])
    func someLinesAreNotKept(line: String) async throws {
        try await ScratchFolder.with { folder in
            let history = try history(in: folder)
            try history.add("first")
            try history.add("last")
            try history.add(line)
            #expect(try history.load() == ["first", "last"])
        }
    }

    @Test func aLineThatIsNotKeptMakesNoFile() async throws {
        try await ScratchFolder.with { folder in
            try history(in: folder).add(" secret")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
        }
    }

    @Test func otherBytesMakeAnotherLine() async throws {
        try await ScratchFolder.with { folder in
            let history = try history(in: folder)
            try history.add("\u{E9}")
            try history.add("e\u{301}")
            #expect(try history.load().count == 2)
        }
    }

    @Test func theNewest1000AreKept() async throws {
        try await ScratchFolder.with { folder in
            let history = try history(in: folder)
            try put((0..<1_000).map { "line \($0)\n" }.joined(), in: folder)
            #expect(try history.load().count == 1_000)
            try history.add("last")
            let lines = try history.load()
            #expect(lines.count == 1_000)
            #expect(lines.first == "line 1")
            #expect(lines.last == "last")
        }
    }

    @Test func theFileStaysUnder256KiB() async throws {
        try await ScratchFolder.with { folder in
            let history = try history(in: folder)
            // Twice as long in the file.
            for number in 10..<22 { try history.add("\(number)\(String(repeating: "\\", count: 16_382))") }
            let size = try Data(contentsOf: URL(filePath: path(in: folder))).count
            #expect(size <= 262_144)
            #expect(size > 262_144 - 32_768)
            let lines = try history.load()
            #expect(lines.map { String($0.prefix(2)) } == (14..<22).map(String.init))
            #expect(lines.allSatisfy { $0.utf8.count == 16_384 })
        }
    }

    @Test(arguments: [
        ("one\ntwo", ["one", "two"]), ("\n\none\n\n\n", ["one"]), ("a\\xb\n", ["a\\xb"]), ("a\\", ["a\\"]),
        ("a\\\\\\n", ["a\\\n"]), ("\r\none\n", ["\r", "one"]), ("\u{0}\n", ["\u{0}"]), ("", []),
    ])
    func whatSomebodyElseWroteIsTakenAsItIs(text: String, expected: [String]) async throws {
        try await ScratchFolder.with { folder in
            try put(text, in: folder)
            let history = try history(in: folder)
            #expect(try history.load() == expected)
            try history.add("more")
            #expect(try history.load() == expected + ["more"])
        }
    }

    @Test func aFileThatGrewTooLongIsCutWhenItIsRead() async throws {
        try await ScratchFolder.with { folder in
            try put(String(repeating: "x\n", count: 200_000), in: folder)
            #expect(try history(in: folder).load().count == 1_000)
            // The line feeds count: 255 of these have 261,375 bytes, one more would be 256 KiB and 256 bytes.
            try put(String(repeating: String(repeating: "x", count: 1_024) + "\n", count: 300), in: folder)
            #expect(try history(in: folder).load().count == 255)
            try put("one\n" + String(repeating: "x", count: 300_000) + "\nlast\n", in: folder)
            #expect(try history(in: folder).load() == ["last"])
        }
    }

    @Test(arguments: [Data([0xFF, 0xFE]), Data(repeating: UInt8(ascii: "x"), count: (1 << 20) + 1)])
    func aDamagedFileIsReportedAndLeftAlone(content: Data) async throws {
        try await ScratchFolder.with { folder in
            try put("", in: folder)
            try content.write(to: URL(filePath: path(in: folder)))
            chmod(path(in: folder), 0o600)
            let history = try history(in: folder)
            let read = #expect(throws: ChatError.self) { try history.load() }
            let added = #expect(throws: ChatError.self) { try history.add("line") }
            #expect(read?.code == .configuration)
            #expect(added?.code == .configuration)
            #expect(try Data(contentsOf: URL(filePath: path(in: folder))) == content)
        }
    }

    @Test func aFileThatOthersMayReadIsRefused() async throws {
        try await ScratchFolder.with { folder in
            try put("one\n", in: folder)
            chmod(path(in: folder), 0o644)
            let error = #expect(throws: ChatError.self) { try history(in: folder).add("two") }
            #expect(error?.hint == "Run: chmod 600 ~/.local/state/chatroom/shell-history-default")
        }
    }

    @Test func twoShellsAtOnceLoseNothing() async throws {
        try await ScratchFolder.with { folder in
            let history = try history(in: folder)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for shell in ["a", "b"] {
                    group.addTask { try await OtherShell().type("\(shell)", times: 50, into: history) }
                }
                try await group.waitForAll()
            }
            let lines = try history.load()
            for shell in ["a", "b"] {
                #expect(lines.filter { $0.hasPrefix(shell) } == (0..<50).map { "\(shell) \($0)" })
            }
            #expect(lines.count == 100)
        }
    }

    @Test func withoutAHomeDirectoryThereIsNone() throws {
        let nowhere = Environment([:])
        let error = #expect(throws: ChatError.self) { try LineHistory(profile: .default, environment: nowhere) }
        #expect(error?.code == .configuration)
    }
}

/// A shell on a thread of its own.
private actor OtherShell {
    private let thread = ThreadExecutor()

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    func type(_ text: String, times: Int, into history: LineHistory) throws {
        for number in 0..<times { try history.add("\(text) \(number)") }
    }
}
