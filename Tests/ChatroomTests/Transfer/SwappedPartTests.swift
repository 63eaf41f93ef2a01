import ChatroomCore
import Glibc
import NIOCore
import Testing
@testable import ChatroomClient

/// What becomes of a ``PartialFile`` when something else takes its name meanwhile.
struct SwappedPartTests {
    @Test(arguments: [false, true], ["file", "link", "directory"])
    func whatTookThePlaceOfAPartIsNotNamed(isReplacing: Bool, kind: String) async throws {
        try await ReceivingScene.with { scene in
            let directory = try scene.directory()
            var part = try directory.begin(scene.id, expecting: 3)
            try part.append(ByteBuffer(string: "new"))
            unlink(scene.path(scene.partName))
            switch kind {
            case "file": try scene.write("forged", at: scene.path(scene.partName))
            case "link": symlink("\(scene.parent)/canary", scene.path(scene.partName))
            default: mkdir(scene.path(scene.partName), 0o755)
            }
            do throws(ChatError) {
                try part.finish(as: "x", replacing: isReplacing)
                Issue.record("it got the name")
            } catch {
                #expect(error.code == .fileAccess)
            }
            #expect(scene.names == [scene.partName] && scene.isUntouchedOutside)
        }
    }

    @Test func aDiscardedPartIsGone() async throws {
        try await ReceivingScene.with { scene in
            let directory = try scene.directory()
            var part = try directory.begin(scene.id, expecting: 3)
            try part.append(ByteBuffer(string: "new"))
            part.discard()
            #expect(scene.names == [] && scene.isUntouchedOutside)
            #expect(try scene.receive("new", as: "x") == 0)
        }
    }

    @Test func aDiscardLeavesWhatTookThePlaceOfAPart() async throws {
        try await ReceivingScene.with { scene in
            let directory = try scene.directory()
            let part = try directory.begin(scene.id, expecting: 3)
            unlink(scene.path(scene.partName))
            try scene.write("other", at: scene.path(scene.partName))
            part.discard()
            #expect(scene.text(scene.path(scene.partName)) == "other")
        }
    }

    @Test func whatIsThereStaysWhenTheDiskIsTooSmallForTheRest() async throws {
        try await ReceivingScene.with { scene in
            try scene.write("begun", at: scene.path(scene.partName))
            let error = try scene.failureToBegin(expecting: .max / 2)
            #expect(error?.code == .storageFull)
            #expect(scene.names == [scene.partName] && scene.text(scene.path(scene.partName)) == "begun")
        }
    }
}
