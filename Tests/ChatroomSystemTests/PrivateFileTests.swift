import ChatroomCore
import ChatroomTestSupport
import Foundation
import Testing

@testable import ChatroomSystem

struct PrivateFileTests {
    private func file(in directory: String, home: String = "/nowhere") -> PrivateFile {
        let shownAs = directory.replacing("\(home)/", with: "~/")
        return PrivateFile("credentials", in: PrivateDirectory(path: directory, shownAs: shownAs))
    }

    /// Lends a directory.
    private func withFolder(_ body: (String) async throws -> Void) async throws {
        try await ScratchDirectory.with { try await body($0.path) }
    }

    /// A file's or directory's mode; -1 when there is none.
    private func mode(_ path: String) -> Int {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return attributes?[.posixPermissions] as? Int ?? -1
    }

    @Test func aFileThatIsNotThereIsNoError() async throws {
        try await withFolder { folder in
            for directory in [folder, "\(folder)/not/there"] {
                let text = try file(in: directory).read()
                #expect(text == nil)
            }
        }
    }

    @Test func whatIsWrittenIsReadAndNothingElseIsLeft() async throws {
        try await withFolder { folder in
            let file = file(in: "\(folder)/a/b")
            try file.write("one")
            try file.write("two\nlines")
            #expect(try file.read() == "two\nlines")
            #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/a/b") == ["credentials"])
        }
    }

    @Test(arguments: [0o000, 0o777, 0o022] as [mode_t])
    func modesDoNotDependOnTheUmask(mask: mode_t) async throws {
        try await withFolder { folder in
            // In a process of its own, because the umask is the whole process's.
            await #expect(processExitsWith: .success) { [folder = folder as String, mask = mask as mode_t] in
                umask(mask)
                let file = PrivateFile("credentials", in: PrivateDirectory(path: "\(folder)/a/b", shownAs: "b"))
                try file.update { _ in "secret" }
            }
            for directory in ["a", "a/b"] { #expect(mode("\(folder)/\(directory)") == 0o700) }
            #expect(mode("\(folder)/a/b/credentials") == 0o600)
            #expect(mode("\(folder)/a/b/credentials.lock") & 0o077 == 0)
        }
    }

    @Test(.enabled(if: geteuid() == 0, "only root can give a file away"), arguments: ["credentials", "."])
    func whatAnotherUserPutThereIsRefused(name: String) async throws {
        try await withFolder { folder in
            let file = file(in: "\(folder)/state", home: folder)
            try file.write("secret")
            chown("\(folder)/state/\(name)", 12_345, 12_345)
            let error = #expect(throws: ChatError.self) { try file.read() }
            #expect(error?.code == .configuration)
            #expect(error?.message.hasSuffix("belongs to another user") == true)
            #expect(throws: ChatError.self) { try file.update { _ in "other" } }
        }
    }

    @Test(arguments: [0o644, 0o640, 0o604, 0o660, 0o601])
    func aLooseFileIsRefusedWithTheRemedy(mode: Int) async throws {
        try await withFolder { folder in
            let file = file(in: "\(folder)/state", home: folder)
            try file.write("secret")
            chmod("\(folder)/state/credentials", mode_t(mode))
            let error = #expect(throws: ChatError.self) { try file.read() }
            #expect(error?.code == .configuration)
            let octal = String(mode, radix: 8)
            #expect(error?.message == "~/state/credentials is readable by others (mode 0\(octal))")
            #expect(error?.hint == "Run: chmod 600 ~/state/credentials")
            #expect(throws: ChatError.self) { try file.update { _ in "other" } }
        }
    }

    @Test func aDirectoryThatOthersMayWriteIsRefused() async throws {
        try await withFolder { folder in
            let file = file(in: "\(folder)/state", home: folder)
            try file.write("secret")
            chmod("\(folder)/state", 0o777)
            let error = #expect(throws: ChatError.self) { try file.read() }
            #expect(error?.message == "~/state is writable by others (mode 0777)")
            #expect(throws: ChatError.self) { try file.write("x") }
        }
    }

    @Test func linksAndOtherThingsInTheFilesPlaceAreRefused() async throws {
        try await withFolder { folder in
            let file = file(in: folder)
            try "victim".write(toFile: "\(folder)/victim", atomically: true, encoding: .utf8)
            symlink("\(folder)/victim", "\(folder)/credentials")
            #expect(throws: ChatError.self) { try file.read() }
            unlink("\(folder)/credentials")
            mkfifo("\(folder)/credentials", 0o600)
            #expect(throws: ChatError.self) { try file.read() }
            unlink("\(folder)/credentials")
            mkdir("\(folder)/credentials", 0o700)
            #expect(throws: ChatError.self) { try file.read() }
            #expect(throws: ChatError.self) { try file.write("x") }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["credentials", "victim"])
        }
    }

    @Test func aLinkInThePlaceIsReplacedAndItsTargetLeftAlone() async throws {
        try await withFolder { folder in
            try "victim".write(toFile: "\(folder)/victim", atomically: true, encoding: .utf8)
            symlink("\(folder)/victim", "\(folder)/credentials")
            try file(in: folder).write("mine")
            #expect(try String(contentsOfFile: "\(folder)/victim", encoding: .utf8) == "victim")
            #expect(try file(in: folder).read() == "mine")
        }
    }

    @Test func whatIsNoTextIsRefused() async throws {
        try await withFolder { folder in
            let file = file(in: folder)
            try Data([0xFF, 0xFE]).write(to: URL(filePath: "\(folder)/credentials"))
            chmod("\(folder)/credentials", 0o600)
            #expect(throws: ChatError.self) { try file.read() }
        }
    }

    @Test func writersAtOnceLoseNothing() async throws {
        try await withFolder { folder in
            let file = file(in: folder)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<4 {
                    group.addTask { try await Writer().write("\(number)", times: 25, into: file) }
                }
                try await group.waitForAll()
            }
            let lines = try #require(try file.read()).split(separator: "\n")
            #expect(lines.count == 100)
            #expect(Set(lines).count == 100)
        }
    }

    @Test func aChangeThatFailsChangesNothing() async throws {
        try await withFolder { folder in
            let file = file(in: folder)
            try file.write("old")
            #expect(throws: ChatError(.invalid, "no")) {
                try file.update { _ throws(ChatError) in throw ChatError(.invalid, "no") }
            }
            try file.update { _ in nil }
            #expect(try file.read() == "old")
        }
    }
}

/// Changes a file again and again on a thread of its own, slowly enough to meet others at it.
private actor Writer {
    private let thread = ThreadExecutor()

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    func write(_ name: String, times: Int, into file: PrivateFile) throws {
        for number in 0..<times {
            try file.update { text in
                for _ in 0..<100 { sched_yield() }
                return "\(text ?? "")\(name).\(number)\n"
            }
        }
    }
}
