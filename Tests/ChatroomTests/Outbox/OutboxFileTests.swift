import ChatroomCore
import Foundation
import Glibc
import Testing

@testable import ChatroomClient
@testable import ChatroomSystem

struct OutboxFileTests {
    private func message(_ text: String) throws -> OutgoingMessage {
        OutgoingMessage(id: MessageID(derivedFrom: [text], secret: nil), target: try Target("lobby"), body: text)
    }

    private func directory(in folder: String) -> String { "\(folder)/.local/state/chatroom/outbox" }

    private func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory(in: folder)).sorted()
    }

    /// Writes what a shell that was killed left behind, and gives the path of its file.
    @discardableResult
    private func leave(_ texts: [String], striking: String? = nil, for identity: String, in folder: String) throws
        -> String
    {
        let before = (try? names(in: folder)) ?? []
        var file = try OutboxFile.make(for: identity, environment: Environment(["HOME": folder]))
        for text in texts {
            let message = try message(text)
            try file.append([message])
            if text == striking { try file.strike(message.id) }
        }
        let name = try #require(try names(in: folder).first { !before.contains($0) })
        return "\(directory(in: folder))/\(name)"
    }

    private func adopted(by identity: String = "me", in folder: String) throws -> [String] {
        var file = try OutboxFile.make(for: identity, environment: Environment(["HOME": folder]))
        defer { file.remove() }
        let texts = try file.adopt(for: identity).map(\.body)
        file.clear()
        return texts
    }

    @Test func onlyItsOwnerMayReadIt() async throws {
        try await ScratchFolder.with { folder in
            let path = try leave(["secret"], for: "me", in: folder)
            #expect(ScratchFolder.mode(path) == 0o600)
            #expect(ScratchFolder.mode(directory(in: folder)) == 0o700)
        }
    }

    @Test func whatWasLeftIsTakenOverOnceInOrderAndWithoutWhatWasRefused() async throws {
        try await ScratchFolder.with { folder in
            try leave(["one", "two", "three"], striking: "two", for: "me", in: folder)
            try leave(["four"], for: "me", in: folder)
            try leave(["of another"], for: "you", in: folder)
            #expect(try adopted(in: folder) == ["one", "three", "four"])
            #expect(try adopted(in: folder) == [])
            #expect(try adopted(by: "you", in: folder) == ["of another"])
            #expect(try names(in: folder) == [])
        }
    }

    @Test func whatIsTakenOverIsOnTheDiskOfTheNewShell() async throws {
        try await ScratchFolder.with { folder in
            try leave(["one"], for: "me", in: folder)
            do {
                var next = try OutboxFile.make(for: "me", environment: Environment(["HOME": folder]))
                #expect(try next.adopt(for: "me").map(\.body) == ["one"])
                next.remove()
            }
            // It ended without having sent it.
            #expect(try adopted(in: folder) == ["one"])
        }
    }

    @Test func aFileOfARunningShellIsLeftToIt() async throws {
        try await ScratchFolder.with { folder in
            var running = try OutboxFile.make(for: "me", environment: Environment(["HOME": folder]))
            try running.append([try message("mine")])
            #expect(try adopted(in: folder) == [])
            #expect(try names(in: folder).count == 1)
            running.remove()
            #expect(try names(in: folder).count == 1)
            running.clear()
            running.remove()
            #expect(try names(in: folder) == [])
        }
    }

    @Test(arguments: 1...30)
    func aTornEndHidesNothingBeforeIt(cut: Int) async throws {
        try await ScratchFolder.with { folder in
            let path = try leave(["whole", "torn"], for: "me", in: folder)
            let size = try Data(contentsOf: URL(fileURLWithPath: path)).count
            #expect(truncate(path, off_t(size - cut)) == 0)
            #expect(try adopted(in: folder) == ["whole"])
        }
    }

    @Test func whatIsNotUnderstoodIsKept() async throws {
        try await ScratchFolder.with { folder in
            let path = try leave(["known"], for: "me", in: folder)
            var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
            bytes += [0, 0, 0, 4, 0xFF, 0xFF, 0xFF, 0xFF]
            try bytes.write(to: URL(fileURLWithPath: path))
            #expect(try adopted(in: folder) == ["known"])
            let left = try names(in: folder)
            #expect(left.count == 1 && left[0].hasPrefix("unread.me."))
            #expect(try adopted(in: folder) == [])
        }
    }

    @Test func aLinkIsNotFollowed() async throws {
        try await ScratchFolder.with { folder in
            let path = try leave(["elsewhere"], for: "me", in: folder)
            let target = "\(folder)/target"
            try FileManager.default.moveItem(atPath: path, toPath: target)
            try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
            #expect(try adopted(in: folder) == [])
            #expect(FileManager.default.fileExists(atPath: target))
        }
    }

    @Test(arguments: ["../../x", "a/b", "näme", "%2f", ".", ""])
    func anIdentityIsNoPath(identity: String) async throws {
        try await ScratchFolder.with { folder in
            var file = try OutboxFile.make(for: identity, environment: Environment(["HOME": folder]))
            try file.append([try message("one")])
            #expect(try names(in: folder).count == 1)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [".local"])
        }
    }
}
