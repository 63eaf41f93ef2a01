import ChatroomCore
import Crypto
import Foundation
import Glibc
import NIOCore
import Testing
@testable import ChatroomClient

/// The states of a ``PartialFile``, from its first byte to its name, and what is left when a step fails.
struct ReceivedPartTests {
    private func digest(of text: String) -> FileDigest? { FileDigest(bytes: Array(SHA256.hash(data: Data(text.utf8)))) }

    @Test func aNewFileIsHiddenUntilItIsWhole() async throws {
        try await ReceivingScene.with { scene in
            let directory = try scene.directory()
            var part = try directory.begin(scene.id, expecting: 10)
            try part.append(ByteBuffer(string: "hello"))
            #expect(scene.names == [scene.partName])
            #expect(ScratchFolder.mode(scene.path(scene.partName)) == 0o600)
            try part.append(ByteBuffer(string: "world"))
            let (size, found) = (part.size, part.digest)
            #expect(size == 10 && found == digest(of: "helloworld"))
            #expect(try !scene.exists("new"))
            try part.finish(as: "new", replacing: false)
            #expect(try scene.exists("new") && scene.names == ["new"] && scene.text(scene.path("new")) == "helloworld")
            #expect(ScratchFolder.mode(scene.path("new")) == 0o600)
            #expect(scene.isUntouchedOutside)
        }
    }

    @Test func anEmptyFileIsAFile() async throws {
        try await ReceivingScene.with { scene in
            let directory = try scene.directory()
            let part = try directory.begin(scene.id, expecting: 0)
            let found = part.digest
            #expect(found == digest(of: ""))
            try part.finish(as: "empty", replacing: false)
            #expect(scene.names == ["empty"] && scene.text(scene.path("empty")) == "")
        }
    }

    @Test func whatAnEarlierAttemptLeftIsKept() async throws {
        try await ReceivingScene.with { scene in
            let text = String(repeating: "0123456789", count: 300_000)
            let directory = try scene.directory()
            var first = try directory.begin(scene.id, expecting: Int64(text.utf8.count))
            try first.append(ByteBuffer(string: String(text.prefix(2_000_001))))
            _ = consume first
            var second = try directory.begin(scene.id, expecting: Int64(text.utf8.count))
            let before = second.size
            #expect(before == 2_000_001)
            try second.append(ByteBuffer(string: String(text.dropFirst(2_000_001))))
            let (size, found) = (second.size, second.digest)
            #expect(size == 3_000_000 && found == digest(of: text))
            try second.finish(as: "all", replacing: false)
            #expect(scene.names == ["all"] && scene.text(scene.path("all")) == text)
        }
    }

    @Test func aWholePartIsOnlyNamed() async throws {
        try await ReceivingScene.with { scene in
            try scene.write("whole", at: scene.path(scene.partName))
            #expect(try scene.receive("whole", as: "x") == 5)
            #expect(scene.names == ["x"] && scene.text(scene.path("x")) == "whole")
            #expect(ScratchFolder.mode(scene.path("x")) == 0o600)
        }
    }

    @Test func aPartThatIsLargerThanTheFileBeginsAnew() async throws {
        try await ReceivingScene.with { scene in
            try scene.write("more than there is", at: scene.path(scene.partName))
            #expect(try scene.receive("there", as: "x") == 0)
            #expect(scene.names == ["x"] && scene.text(scene.path("x")) == "there")
        }
    }

    @Test func aResetDropsAllBytes() async throws {
        try await ReceivingScene.with { scene in
            let directory = try scene.directory()
            var part = try directory.begin(scene.id, expecting: 5)
            try part.append(ByteBuffer(string: "wrong"))
            try part.reset()
            let (size, empty) = (part.size, part.digest)
            #expect(size == 0 && empty == digest(of: "") && scene.text(scene.path(scene.partName)) == "")
            try part.append(ByteBuffer(string: "right"))
            let found = part.digest
            #expect(found == digest(of: "right"))
            try part.finish(as: "x", replacing: false)
            #expect(scene.text(scene.path("x")) == "right")
        }
    }

    @Test func aNameThatIsTakenIsNotTouched() async throws {
        try await ReceivingScene.with { scene in
            try scene.write("mine", at: scene.path("x"))
            #expect(try scene.exists("x"))
            let error = #expect(throws: ChatError.self) { try scene.receive("new", as: "x") }
            #expect(error?.code == .exists)
            #expect(scene.names == [scene.partName, "x"] && scene.text(scene.path("x")) == "mine")
            #expect(ScratchFolder.mode(scene.path("x")) == 0o644)
            #expect(try scene.receive("new", as: "y") == 3)
            #expect(scene.names == ["x", "y"] && scene.text(scene.path("y")) == "new")
        }
    }

    @Test func aNameThatIsTakenIsReplacedIfThatIsAsked() async throws {
        try await ReceivingScene.with { scene in
            try scene.write("old", at: scene.path("x"))
            link(scene.path("x"), scene.path("the old one's other name"))
            try scene.receive("new", as: "x", replacing: true)
            #expect(scene.names == ["the old one's other name", "x"] && scene.text(scene.path("x")) == "new")
            #expect(scene.text(scene.path("the old one's other name")) == "old")
            #expect(ScratchFolder.mode(scene.path("x")) == 0o600)
            try scene.receive("newer", as: "y", replacing: true)
            #expect(scene.text(scene.path("y")) == "newer")
        }
    }

    @Test(arguments: ["canary", "missing"])
    func aLinkOfThatNameIsNeitherFollowedNorReplaced(target: String) async throws {
        try await ReceivingScene.with { scene in
            symlink("\(scene.parent)/\(target)", scene.path("x"))
            #expect(try scene.exists("x"))
            let error = #expect(throws: ChatError.self) { try scene.receive("new", as: "x") }
            #expect(error?.code == .exists)
            #expect(scene.kind(scene.path("x")) == S_IFLNK && scene.isUntouchedOutside)
            try scene.receive("new", as: "x", replacing: true)
            #expect(scene.kind(scene.path("x")) == S_IFREG && scene.text(scene.path("x")) == "new")
            #expect(scene.isUntouchedOutside && scene.names == ["x"])
        }
    }

    @Test(arguments: [false, true])
    func aDirectoryOfThatNameStays(isReplacing: Bool) async throws {
        try await ReceivingScene.with { scene in
            mkdir(scene.path("x"), 0o755)
            let error = #expect(throws: ChatError.self) { try scene.receive("new", as: "x", replacing: isReplacing) }
            #expect(error?.code == (isReplacing ? .fileAccess : .exists))
            #expect(scene.names == [scene.partName, "x"] && scene.kind(scene.path("x")) == S_IFDIR)
            #expect(scene.names(in: scene.path("x")) == [])
        }
    }

    @Test(arguments: [false, true])
    func aFinishThatFailsKeepsThePart(isReplacing: Bool) async throws {
        try await ReceivingScene.with { scene in
            let long = String(repeating: "x", count: 256)
            let error = #expect(throws: ChatError.self) { try scene.receive("new", as: long, replacing: isReplacing) }
            #expect(error?.code == .fileAccess)
            #expect(scene.names == [scene.partName] && scene.text(scene.path(scene.partName)) == "new")
            let before = try scene.receive("new", as: "x")
            #expect(before == 3 && scene.names == ["x"])
        }
    }

    @Test(arguments: [false, true])
    func aFinishWhosePartIsGoneMakesNothing(isReplacing: Bool) async throws {
        try await ReceivingScene.with { scene in
            let directory = try scene.directory()
            var part = try directory.begin(scene.id, expecting: 3)
            try part.append(ByteBuffer(string: "new"))
            unlink(scene.path(scene.partName))
            do throws(ChatError) {
                try part.finish(as: "x", replacing: isReplacing)
                Issue.record("a file was made of nothing")
            } catch {
                #expect(error.code == .fileAccess)
            }
            #expect(scene.names == [])
        }
    }
}
