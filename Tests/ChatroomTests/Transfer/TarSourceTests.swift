import ChatroomCore
import Foundation
import Glibc
import Testing

@Suite(.timeLimit(.minutes(1)))
struct TarSourceTests {
    @Test(arguments: [0, 1, 511, 512, 513, 1024, 1_048_577])
    func aFileOfAnySizeComesOutAsItWentIn(size: Int) async throws {
        try await ArchiveScene.with { scene in
            let bytes = try scene.write("x", size, mode: 0o640)
            let archive = try await scene.archive("x")
            #expect(archive.count % 512 == 0 && archive.suffix(1024).allSatisfy { $0 == 0 })
            try await scene.unpack(archive)
            #expect(scene.member(scene.unpacked("x"))?.bytes == bytes)
            #expect(scene.member(scene.unpacked("x")) == scene.member(scene.path("x")))
        }
    }

    @Test func aTreeComesOutAsItWentIn() async throws {
        try await ArchiveScene.with { scene in
            for name in ["t", "t/empty", "t/sub", "t/sub/deep", "t/closed"] { mkdir(scene.path(name), 0o755) }
            try scene.write("t/a", 10, mode: 0o600)
            try scene.write("t/run", 2000, mode: 0o755, time: 1)
            try scene.write("t/sub/deep/x", 700, mode: 0o444, time: 1_700_000_000)
            try scene.write("t/closed/x", 3)
            symlink("a", scene.path("t/link"))
            symlink("/nowhere/at all", scene.path("t/dangling"))
            symlink("sub", scene.path("t/link to a directory"))
            chmod(scene.path("t/closed"), 0o500)
            let moment = timeval(tv_sec: 1_111_111_111, tv_usec: 0)
            for name in ["t/empty", "t/closed", "t"] { utimes(scene.path(name), [moment, moment]) }
            try await scene.unpack(scene.archive("t"))
            let names = scene.everything(below: scene.path("t"))
            #expect(names.count == 11 && scene.everything(below: scene.unpacked("t")) == names)
            for name in names.map({ "t/\($0)" }) + ["t"] {
                #expect(scene.member(scene.unpacked(name)) == scene.member(scene.path(name)), "\(name)")
            }
            for closed in [scene.path("t/closed"), scene.unpacked("t/closed")] { chmod(closed, 0o700) }
        }
    }

    @Test(arguments: [1, 7, 512, 65_536])
    func theSizeOfThePiecesDoesNotMatter(piece: Int) async throws {
        try await ArchiveScene.with { scene in
            mkdir(scene.path("t"), 0o755)
            for (index, size) in [0, 1, 511, 512, 513, 3000].enumerated() { try scene.write("t/\(index)", size) }
            try scene.write("t/\(String(repeating: "long", count: 50))", 5)
            symlink("0", scene.path("t/link"))
            let whole = try await scene.archive("t", piece: 1_000_000)
            #expect(try await scene.archive("t", piece: piece) == whole)
        }
    }

    @Test(arguments: [
        "a", ".hidden", "-rf", "with space", "--help", "new\nline", "tab\t\\back", "Grüße", "e\u{301}", "日本語", "👩🏽‍💻.txt",
        "\u{1b}[2J", "*?[a]", "~", "PaxHeader", "a=b", "100% 12 path=x",
    ])
    func anyNameIsKept(name: String) async throws {
        try await ArchiveScene.with { scene in
            let bytes = try scene.write(name, 20)
            try await scene.unpack(scene.archive(name))
            #expect(scene.member(scene.unpacked(name))?.bytes == bytes)
        }
    }

    @Test(arguments: [99, 100, 101, 155, 256, 257, 300, 989, 1005])
    func aPathOfAnyLengthIsKept(length: Int) async throws {
        try await ArchiveScene.with { scene in
            for unit in ["a", "é", "中"] {
                var name = ""
                let wanted = length - scene.folder.utf8.count
                while name.utf8.count < wanted {
                    if !name.isEmpty { mkdir(scene.path(name), 0o700) }
                    let room = min(200, max(0, wanted - name.utf8.count - 1))
                    let part = String(repeating: unit, count: room / unit.utf8.count)
                    name += (name.isEmpty ? "" : "/") + part
                    name += String(repeating: "x", count: room - part.utf8.count + (room == 0 ? 1 : 0))
                }
                guard wanted > 0 else { continue }
                let bytes = try scene.write(name, 20)
                try await scene.unpack(scene.archive(name))
                #expect(scene.member(scene.unpacked(name))?.bytes == bytes, "\(length) of \(unit)")
            }
        }
    }

    @Test(arguments: [1, 99, 100, 101, 300, 4000])
    func whereALinkLeadsIsKept(length: Int) async throws {
        try await ArchiveScene.with { scene in
            for unit in ["a", "é"] {
                let target = HostileName.filled(unit, upTo: max(length, unit.utf8.count), ending: "")
                unlink(scene.path("link"))
                unlink(scene.unpacked("link"))
                #expect(symlink(target, scene.path("link")) == 0)
                try await scene.unpack(scene.archive("link"))
                #expect(scene.member(scene.unpacked("link")) == scene.member(scene.path("link")))
                #expect(scene.member(scene.unpacked("link"))?.bytes == Array(target.utf8))
            }
        }
    }

    @Test func membersComeInTheOrderOfTheirNames() async throws {
        try await ArchiveScene.with { scene in
            mkdir(scene.path("t"), 0o755)
            for name in ["é", "b", "a", "B", "z", "a.b", "10", "9", "_"] { try scene.write("t/\(name)", 1) }
            mkdir(scene.path("t/c"), 0o755)
            for name in ["2", "1"] { try scene.write("t/c/\(name)", 1) }
            try scene.write("first", 1)
            let names = ["10", "9", "B", "_", "a", "a.b", "b", "c/", "c/1", "c/2", "z", "é"].map { "t/\($0)" }
            #expect(try await scene.list(scene.archive("t", "first")) == ["t/"] + names + ["first"])
            #expect(try await scene.list(scene.archive("first", "t")) == ["first", "t/"] + names)
        }
    }

    @Test func theNumbersAndNamesOfTheUserAreNotTold() async throws {
        try await ArchiveScene.with { scene in
            try scene.write("x", 1)
            let lines = try await scene.tar(["-t", "-v", "--numeric-owner", "-f", "-"], scene.archive("x")).output
            #expect(lines.hasPrefix("-rw-r--r-- 0/0 "))
        }
    }

    @Test func noPathInAnArchiveIsAbsoluteOrHasEmptyParts() async throws {
        try await ArchiveScene.with { scene in
            mkdir(scene.path("t"), 0o755)
            try scene.write("t/x", 1)
            let archive = try await scene.archive("t//", "./t/./x", "t/.")
            #expect(try await scene.list(archive) == ["t/", "t/x", "t/x", "t/", "t/x"])
            try await scene.unpack(archive)
        }
    }
}
