import ChatroomCore
import ChatroomSystem
import Foundation
import Testing

@testable import ChatroomClient
@testable import ChatroomShell
@testable import ChatroomSystem

struct SettingsFileTests {
    private func file(in folder: String, profile: ProfileName = .default) throws -> SettingsFile {
        try SettingsFile(profile: profile, environment: Environment(["HOME": folder]))
    }

    private func path(in folder: String) -> String { "\(folder)/.local/state/chatroom/shell-settings-default" }

    private func put(_ text: String, in folder: String) throws {
        let environment = Environment(["HOME": folder])
        try PrivateFile("shell-settings-default", in: try environment.stateDirectory, environment: environment)
            .write(text)
    }

    @Test func whatIsSetIsFoundAgain() async throws {
        try await ScratchFolder.with { folder in
            let file = try file(in: folder)
            #expect(try file.load() == ShellSettings())
            let settings = try file.update { settings throws(ChatError) in
                try settings.set("bell", to: "all")
                try settings.ignore(try UserName("bob"))
            }
            #expect(settings.bell == .all)
            #expect(try file.load() == settings)
            #expect(try String(contentsOfFile: path(in: folder), encoding: .utf8) == "bell all\nignore bob\n")
            #expect(ScratchFolder.mode(path(in: folder)) == 0o600)
            let other = try self.file(in: folder, profile: try ProfileName("work"))
            #expect(try other.load() == ShellSettings())
        }
    }

    @Test func aChangeThatFailsChangesNothing() async throws {
        try await ScratchFolder.with { folder in
            let file = try file(in: folder)
            try file.update { $0.utc = true }
            #expect(throws: ChatError.self) {
                try file.update { settings throws(ChatError) in
                    settings.numbers = true
                    try settings.set("bell", to: "loud")
                }
            }
            #expect(try String(contentsOfFile: path(in: folder), encoding: .utf8) == "utc on\n")
        }
    }

    @Test func whatChangesNothingLeavesTheFileAsItIs() async throws {
        try await ScratchFolder.with { folder in
            let file = try file(in: folder)
            try put("utc   on\n\n", in: folder)
            let settings = try file.update { $0.utc = true }
            #expect(settings.utc)
            #expect(try String(contentsOfFile: path(in: folder), encoding: .utf8) == "utc   on\n\n")
        }
    }

    @Test func linesOfANewerVersionSurviveARewrite() async throws {
        try await ScratchFolder.with { folder in
            try put("colour dark\nbell sound\nutc on\n", in: folder)
            let settings = try file(in: folder).update { $0.paste = 9 }
            #expect(settings.bell == .mentions)
            #expect(
                try String(contentsOfFile: path(in: folder), encoding: .utf8)
                    == "colour dark\nbell sound\nutc on\npaste 9\n")
        }
    }

    @Test(arguments: [Data([0xC3, 0x28]), Data(repeating: UInt8(ascii: "x"), count: (1 << 20) + 1)])
    func aDamagedFileIsReportedAndLeftAlone(content: Data) async throws {
        try await ScratchFolder.with { folder in
            try put("", in: folder)
            try content.write(to: URL(filePath: path(in: folder)))
            chmod(path(in: folder), 0o600)
            let file = try file(in: folder)
            let read = #expect(throws: ChatError.self) { try file.load() }
            let changed = #expect(throws: ChatError.self) { try file.update { $0.utc = true } }
            #expect(read?.code == .configuration)
            #expect(changed?.code == .configuration)
            #expect(try Data(contentsOf: URL(filePath: path(in: folder))) == content)
        }
    }

    @Test func aFileThatCouldNotBeReadAgainIsNotWritten() async throws {
        try await ScratchFolder.with { folder in
            try put(String(repeating: "x", count: 600_000), in: folder)
            let file = try file(in: folder)
            let error = #expect(throws: ChatError.self) { try file.update { $0.utc = true } }
            #expect(error?.message == "~/.local/state/chatroom/shell-settings-default is too large")
            #expect(try file.load().utc == false)
        }
    }

    @Test func aLinkInItsPlaceIsRefused() async throws {
        try await ScratchFolder.with { folder in
            try put("", in: folder)
            unlink(path(in: folder))
            symlink("/etc/passwd", path(in: folder))
            let error = #expect(throws: ChatError.self) { try file(in: folder).load() }
            #expect(error?.code == .configuration)
        }
    }

    @Test func twoShellsAtOnceLoseNothing() async throws {
        try await ScratchFolder.with { folder in
            let file = try file(in: folder)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for shell in ["a", "b"] {
                    group.addTask { try await OtherShell().ignore("\(shell)", times: 50, in: file) }
                }
                try await group.waitForAll()
            }
            #expect(try file.load().ignored.count == 100)
        }
    }
}

/// A shell on a thread of its own.
private actor OtherShell {
    private let thread = ThreadExecutor()

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    func ignore(_ name: String, times: Int, in file: SettingsFile) throws {
        for number in 0..<times {
            let user = try UserName("\(name)\(number)")
            try file.update { settings throws(ChatError) in try settings.ignore(user) }
        }
    }
}
