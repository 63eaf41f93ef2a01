import ChatroomCore
import Foundation
import Glibc
import NIOCore
import Testing

@testable import ChatroomClient

struct ReceivingDirectoryTests {
    @Test(arguments: ["missing", "canary", "canary/x", "missing/folder"])
    func whatIsNoDirectoryIsRefused(name: String) async throws {
        try await ReceivingScene.with { scene in
            do throws(ChatError) {
                _ = try ReceivingDirectory(path: "\(scene.parent)/\(name)", shownAs: "there")
                Issue.record("it was opened")
            } catch {
                #expect(error.code == .fileMissing && error.message.contains("there"))
                #expect(!error.message.contains(scene.parent))
            }
            #expect(scene.isUntouchedOutside)
        }
    }

    @Test func aLinkThatTheUserNamesIsFollowed() async throws {
        try await ReceivingScene.with { scene in
            symlink(scene.folder, "\(scene.parent)/link")
            let directory = try ReceivingDirectory(path: "\(scene.parent)/link", shownAs: "there")
            let part = try directory.begin(scene.id, expecting: 0)
            try part.finish(as: "x", replacing: false)
            #expect(scene.names == ["x"])
        }
    }

    @Test(arguments: ["canary", "folder", "missing"])
    func aPartThatIsALinkIsRefused(target: String) async throws {
        try await ReceivingScene.with { scene in
            symlink("\(scene.parent)/\(target)", scene.path(scene.partName))
            let error = try scene.failureToBegin()
            #expect(error?.code == .fileAccess)
            #expect(scene.kind(scene.path(scene.partName)) == S_IFLNK && scene.isUntouchedOutside)
            #expect(ScratchFolder.mode("\(scene.parent)/canary") == 0o644)
        }
    }

    @Test func aPartThatIsAnotherFilesOtherNameIsRefused() async throws {
        try await ReceivingScene.with { scene in
            link("\(scene.parent)/canary", scene.path(scene.partName))
            let error = try scene.failureToBegin(expecting: 1)
            #expect(error?.code == .fileAccess && error?.hint != nil)
            #expect(scene.isUntouchedOutside && ScratchFolder.mode("\(scene.parent)/canary") == 0o644)
        }
    }

    @Test func aPartThatIsAPipeIsRefusedWithoutWaiting() async throws {
        try await ReceivingScene.with { scene in
            mkfifo(scene.path(scene.partName), 0o644)
            let error = try scene.failureToBegin()
            #expect(error?.code == .fileAccess)
            #expect(scene.kind(scene.path(scene.partName)) == S_IFIFO)
            #expect(ScratchFolder.mode(scene.path(scene.partName)) == 0o644)
        }
    }

    @Test func aPartThatIsADirectoryIsRefused() async throws {
        try await ReceivingScene.with { scene in
            mkdir(scene.path(scene.partName), 0o755)
            let error = try scene.failureToBegin()
            #expect(error?.code == .fileAccess)
            #expect(scene.names(in: scene.path(scene.partName)) == [])
            #expect(ScratchFolder.mode(scene.path(scene.partName)) == 0o755)
        }
    }

    @Test(.enabled(if: geteuid() == 0, "only root can give a file away"))
    func aPartOfAnotherUsersIsRefused() async throws {
        try await ReceivingScene.with { scene in
            try scene.write("theirs", at: scene.path(scene.partName))
            chown(scene.path(scene.partName), 12_345, 12_345)
            let error = try scene.failureToBegin(expecting: 1)
            #expect(error?.code == .fileAccess)
            #expect(scene.text(scene.path(scene.partName)) == "theirs")
            #expect(ScratchFolder.mode(scene.path(scene.partName)) == 0o644)
        }
    }

    @Test(.enabled(if: geteuid() != 0, "root may write everywhere"))
    func aDirectoryThatCannotBeWrittenIsRefused() async throws {
        try await ReceivingScene.with { scene in
            chmod(scene.folder, 0o500)
            let error = try scene.failureToBegin()
            #expect(error?.code == .fileAccess)
            chmod(scene.folder, 0o700)
            #expect(scene.names == [])
        }
    }

    @Test func twoCannotReceiveOneFileAtOnce() async throws {
        try await ReceivingScene.with { scene in
            let directory = try scene.directory()
            var first = try directory.begin(scene.id, expecting: 100)
            try first.append(ByteBuffer(string: "first"))
            let error = try scene.failureToBegin(expecting: 1)
            #expect(error?.code == .fileAccess && error?.message.contains(scene.id.description) == true)
            let size = first.size
            #expect(size == 5 && scene.text(scene.path(scene.partName)) == "first")
            _ = consume first
            #expect(try scene.failureToBegin() == nil)
        }
    }

    @Test func twoFilesAreReceivedAtOnce() async throws {
        try await ReceivingScene.with { scene in
            let other = try FileID("f_0000000001")
            let directory = try scene.directory()
            var one = try directory.begin(scene.id, expecting: 3)
            var two = try directory.begin(other, expecting: 3)
            try one.append(ByteBuffer(string: "one"))
            try two.append(ByteBuffer(string: "two"))
            try one.finish(as: "1", replacing: false)
            try two.finish(as: "2", replacing: false)
            #expect(scene.text(scene.path("1")) == "one" && scene.text(scene.path("2")) == "two")
        }
    }

    @Test func moreThanTheDiskHoldsIsRefusedAndLeavesNothing() async throws {
        try await ReceivingScene.with { scene in
            let error = try scene.failureToBegin(expecting: .max / 2)
            #expect(error?.code == .storageFull && error?.hint?.contains("-o") == true)
            #expect(scene.names == [])
        }
    }

    @Test(arguments: [false, true])
    func aLinkThatTakesTheDirectorysPlaceReceivesNothing(isReplacing: Bool) async throws {
        try await ReceivingScene.with { scene in
            let (moved, other) = ("\(scene.parent)/moved", "\(scene.parent)/other")
            mkdir(other, 0o755)
            try scene.write("mine", at: "\(other)/x")
            let directory = try scene.directory()
            var part = try directory.begin(scene.id, expecting: 3)
            try part.append(ByteBuffer(string: "new"))
            rename(scene.folder, moved)
            symlink(other, scene.folder)
            try part.finish(as: "x", replacing: isReplacing)
            #expect(scene.names(in: other) == ["x"] && scene.text("\(other)/x") == "mine")
            #expect(scene.names(in: moved) == ["x"] && scene.text("\(moved)/x") == "new")
            let second = try directory.begin(scene.id, expecting: 0)
            try second.finish(as: "y", replacing: isReplacing)
            #expect(scene.names(in: other) == ["x"] && scene.names(in: moved) == ["x", "y"])
        }
    }

    @Test func everyHostileNameBecomesOneFileInTheDirectoryAndReplacesNone() async throws {
        try await ReceivingScene.with { scene in
            try scene.write("canary within", at: scene.path("passwd"))
            var made: [String: String] = ["passwd": "canary within"]
            var count = 0
            for (index, hostile) in HostileName.all.enumerated() {
                guard let name = try? FileName(hostile), let id = FileID(rawValue: Int64(index) + 1) else { continue }
                let (file, text) = (ReceivedName.make(from: name, id: id), "file \(index)")
                if made[file] == nil {
                    try scene.receive(text, as: file, id: id)
                    made[file] = text
                } else {
                    #expect(throws: ChatError.self) { try scene.receive(text, as: file, id: id) }
                    unlink(scene.path(".\(id).part"))
                }
                count += 1
                #expect(scene.names.count == made.count, "\(hostile.debugDescription)")
            }
            #expect(count >= 300 && scene.isUntouchedOutside)
            #expect(scene.names == made.keys.sorted())
            for (name, text) in made { #expect(scene.text(scene.path(name)) == text, "\(name.debugDescription)") }
        }
    }
}
