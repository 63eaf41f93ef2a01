import ChatroomCore
import Foundation
import Glibc
import NIOCore
import Testing

@testable import ChatroomClient

/// What ``TarSource`` refuses, leaves out, or finds changed while it reads.
@Suite(.timeLimit(.minutes(1)))
struct TarRefusalTests {
    @Test(arguments: ["..", "../x", "t/..", "t/../x", "/..", "t//..//x", "../"])
    func aPathThatLeadsUpIsRefused(path: String) async throws {
        try await ArchiveScene.with { scene in
            mkdir(scene.path("t"), 0o755)
            try scene.write("x", 1)
            for path in [path, "\(scene.folder)/\(path)"] {
                let error = #expect(throws: ChatError.self) { _ = try TarSource(paths: [scene.path("x"), path]) }
                #expect(error?.code == .invalid && error?.hint != nil, "\(path)")
            }
        }
    }

    @Test func dotsThatAreNoPathUpAreTaken() async throws {
        try await ArchiveScene.with { scene in
            for name in ["...", "..x", "x.."] { try scene.write(name, 1) }
            #expect(try await scene.list(scene.archive("...", "..x", "x..")) == ["...", "..x", "x.."])
        }
    }

    @Test(arguments: ["missing", "missing/x", "x/y", ""])
    func whatIsMissingIsRefused(name: String) async throws {
        try await ArchiveScene.with { scene in
            try scene.write("x", 1)
            let path = name.isEmpty ? "" : scene.path(name)
            let error = #expect(throws: ChatError.self) { _ = try TarSource(paths: [scene.path("x"), path]) }
            #expect(error?.code == .fileMissing)
        }
    }

    @Test func anArchiveOfNothingIsAnArchive() async throws {
        try await ArchiveScene.with { scene in
            let archive = try await scene.archive()
            #expect(archive == [UInt8](repeating: 0, count: 1024))
            #expect(try await scene.list(archive) == [])
        }
    }

    @Test func anArchiveIsReadOnceAndHasNoSize() async throws {
        try await ArchiveScene.with { scene in
            try scene.write("x", 1)
            let source = try TarSource(paths: [scene.path("x")])
            #expect(source.size == nil && !source.isSeekable)
            _ = try await source.read(100)
            let error = await #expect(throws: ChatError.self) { try await source.rewind(to: 0) }
            #expect(error?.code == .fileAccess)
            await source.checkUnchanged()
        }
    }

    @Test func pipesAndSocketsAreLeftOut() async throws {
        try await ArchiveScene.with { scene in
            mkdir(scene.path("t"), 0o755)
            mkfifo(scene.path("t/pipe"), 0o600)
            try scene.write("t/x", 1)
            #expect(try await scene.list(scene.archive("t", "t/pipe")) == ["t/", "t/x"])
        }
    }

    @Test func linksAreNotFollowed() async throws {
        try await ArchiveScene.with { scene in
            mkdir(scene.path("t"), 0o755)
            mkdir(scene.path("secret"), 0o700)
            try scene.write("secret/key", 1000)
            symlink("../secret", scene.path("t/directory"))
            symlink("../secret/key", scene.path("t/file"))
            let archive = try await scene.archive("t")
            #expect(try await scene.list(archive) == ["t/", "t/directory", "t/file"])
            #expect(archive.count == 512 * 5)
        }
    }

    @Test func aDirectoryThatIsExchangedForALinkLeadsNowhereElse() async throws {
        try await ArchiveScene.with { scene in
            for name in ["t", "t/b", "t/b/c", "secret", "secret/c"] { mkdir(scene.path(name), 0o755) }
            let own = try scene.write("t/b/c/key", 500)
            try Data(repeating: UInt8(ascii: "S"), count: 500).write(
                to: URL(fileURLWithPath: scene.path("secret/c/key")))
            let source = try TarSource(paths: [scene.path("t")])
            // Until what is in it is known, and no further.
            let names = ["t/", "t/b/"].map { scene.path($0).dropFirst() }
            var archive: [UInt8] = []
            while !names.allSatisfy({ Data(archive).range(of: Data($0.utf8)) != nil }) {
                archive += try await source.read(512).readableBytesView
            }
            #expect(rename(scene.path("t/b"), scene.path("moved")) == 0)
            #expect(symlink(scene.path("secret"), scene.path("t/b")) == 0)
            archive += try await scene.bytes(of: source)
            #expect(Data(archive).range(of: Data(repeating: UInt8(ascii: "S"), count: 100)) == nil)
            #expect(Data(archive).range(of: Data(own)) != nil)
        }
    }

    @Test(arguments: [0, 100, 599, 600, 601, 4095, 5000])
    func aFileThatShrinksWhileItIsReadIsAnError(size: Int) async throws {
        try await ArchiveScene.with { scene in
            let bytes = try scene.write("x", 5000)
            let source = try TarSource(paths: [scene.path("x")])
            // All of its header, which takes three blocks when its path is long, and 600 bytes of it.
            let header = scene.path("x").utf8.count > 101 ? 1536 : 512
            let first = try await source.read(header + 600)
            truncate(scene.path("x"), off_t(size))
            guard size < 5000 else {
                try await scene.unpack(Array(first.readableBytesView) + scene.bytes(of: source))
                #expect(scene.member(scene.unpacked("x"))?.bytes == bytes)
                return
            }
            let error = await #expect(throws: ChatError.self) { _ = try await scene.bytes(of: source) }
            #expect(error?.code == .invalid && error?.message.contains(scene.path("x")) == true)
        }
    }

    @Test func aFileThatGrowsWhileItIsReadIsCut() async throws {
        try await ArchiveScene.with { scene in
            let (bytes, after) = (try scene.write("x", 1000), try scene.write("y", 700))
            let source = try TarSource(paths: [scene.path("x"), scene.path("y")])
            let first = try await source.read(1)
            try scene.write("x", 9000)
            try await scene.unpack(Array(first.readableBytesView) + scene.bytes(of: source))
            #expect(scene.member(scene.unpacked("x"))?.bytes == bytes)
            #expect(scene.member(scene.unpacked("y"))?.bytes == after)
        }
    }

    @Test func whatIsRemovedMeanwhileIsLeftOut() async throws {
        try await ArchiveScene.with { scene in
            let bytes = try scene.write("x", 1000)
            try scene.write("y", 1)
            let source = try TarSource(paths: [scene.path("x"), scene.path("y")])
            let first = try await source.read(1)
            for name in ["x", "y"] { unlink(scene.path(name)) }
            let archive = try await Array(first.readableBytesView) + scene.bytes(of: source)
            #expect(try await scene.list(archive) == ["x"])
            try await scene.unpack(archive)
            #expect(scene.member(scene.unpacked("x"))?.bytes == bytes)
        }
    }

    @Test(.enabled(if: geteuid() != 0, "root may read everything"), arguments: ["t/file", "t"])
    func whatMayNotBeReadIsAnError(name: String) async throws {
        try await ArchiveScene.with { scene in
            mkdir(scene.path("t"), 0o755)
            try scene.write("t/file", 1)
            chmod(scene.path(name), 0)
            let error = await #expect(throws: ChatError.self) { _ = try await scene.archive("t") }
            #expect(error?.code == .fileAccess)
            chmod(scene.path(name), 0o700)
        }
    }

    @Test func aNameThatIsNoTextIsNotLeftOutInSilence() async throws {
        try await ArchiveScene.with { scene in
            mkdir(scene.path("t"), 0o755)
            let name = Array(scene.path("t/caf").utf8) + [0xE9]
            let made = open(name.map { CChar(bitPattern: $0) } + [0], O_WRONLY | O_CREAT, 0o600)
            close(made)
            var isTold = false
            var members: [String] = []
            do { members = try await scene.list(scene.archive("t")) } catch is ChatError { isTold = true }
            #expect(isTold || members.count == 2, "\(members)")
        }
    }

    @Test func aLinkToWhatIsNoTextIsKeptOrRefused() async throws {
        try await ArchiveScene.with { scene in
            let target = Array("caf".utf8) + [0xE9]
            symlink(target.map { CChar(bitPattern: $0) } + [0], scene.path("link"))
            do {
                let archive = try await scene.archive("link")
                #expect(archive.split(separator: 0).contains { Array($0.suffix(4)) == target }, "it leads elsewhere")
            } catch { #expect(error is ChatError) }
        }
    }
}
