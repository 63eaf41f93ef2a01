import ChatroomCore
import Crypto
import Foundation
import Glibc
import NIOCore
import Testing

@testable import ChatroomClient

/// What is received makes one new file where it should, and touches nothing else.
struct PartialFileTests {
    private func id() throws -> FileID { try FileID("f_0000000001") }

    /// Receives a file into a directory.
    private func receive(
        _ text: String, in folder: String, as name: String, replacing: Bool = false
    ) throws {
        let directory = try ReceivingDirectory(path: folder, shownAs: folder)
        var part = try directory.begin(try id(), expecting: Int64(text.utf8.count))
        // What an attempt that failed has left is all of it.
        if part.size == 0 { try part.append(ByteBuffer(string: text)) }
        #expect(part.digest?.bytes == Array(SHA256.hash(data: Array(text.utf8))))
        try part.finish(as: name, replacing: replacing)
    }

    private func text(_ path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }

    private func names(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    @Test func aNewFileIsItsOwnersAlone() async throws {
        try await ScratchFolder.with { folder in
            try receive("hello", in: folder, as: "new")
            #expect(text("\(folder)/new") == "hello" && ScratchFolder.mode("\(folder)/new") == 0o600)
            #expect(try names(folder) == ["new"])
        }
    }

    @Test func anEarlierPartIsGoneOnWith() async throws {
        try await ScratchFolder.with { folder in
            do {
                let directory = try ReceivingDirectory(path: folder, shownAs: folder)
                var part = try directory.begin(try id(), expecting: 10)
                try part.append(ByteBuffer(string: "hello"))
                #expect(throws: ChatError.self) { _ = try directory.begin(try id(), expecting: 10) }
            }
            let directory = try ReceivingDirectory(path: folder, shownAs: folder)
            var part = try directory.begin(try id(), expecting: 10)
            #expect(part.size == 5)
            try part.append(ByteBuffer(string: "world"))
            #expect(part.digest?.bytes == Array(SHA256.hash(data: Array("helloworld".utf8))))
            try part.finish(as: "whole", replacing: false)
            #expect(text("\(folder)/whole") == "helloworld")
        }
    }

    @Test func whatIsThereStaysUnlessItIsToBeReplaced() async throws {
        try await ScratchFolder.with { folder in
            let outside = "\(folder)/outside"
            try Data("old".utf8).write(to: URL(fileURLWithPath: outside))
            let inside = "\(folder)/inside"
            #expect(mkdir(inside, 0o700) == 0)
            for make in [
                { try Data("old".utf8).write(to: URL(fileURLWithPath: "\(inside)/x")) },
                { #expect(symlink(outside, "\(inside)/x") == 0) },
                { #expect(symlink("\(outside).missing", "\(inside)/x") == 0) },
                { #expect(link(outside, "\(inside)/x") == 0) },
                { #expect(mkfifo("\(inside)/x", 0o600) == 0) },
            ] as [() throws -> Void] {
                try make()
                let error = #expect(throws: ChatError.self) { try receive("new", in: inside, as: "x") }
                #expect(error?.code == .exists)
                try receive("new", in: inside, as: "x", replacing: true)
                #expect(text("\(inside)/x") == "new" && text(outside) == "old")
                #expect(try names(inside) == ["x"] && names(folder) == ["inside", "outside"])
                unlink("\(inside)/x")
            }
            #expect(mkdir("\(inside)/x", 0o700) == 0)
            #expect(throws: ChatError.self) { try receive("new", in: inside, as: "x", replacing: true) }
        }
    }

    @Test func aPartThatSomebodyPutThereIsNotUsed() async throws {
        try await ScratchFolder.with { folder in
            let victim = "\(folder)/victim"
            try Data("old".utf8).write(to: URL(fileURLWithPath: victim))
            let inside = "\(folder)/inside"
            #expect(mkdir(inside, 0o700) == 0)
            let part = "\(inside)/.\(try id()).part"
            for make in [
                { symlink(victim, part) }, { link(victim, part) }, { mkfifo(part, 0o600) }, { mkdir(part, 0o700) },
            ] as [() -> Int32] {
                #expect(make() == 0)
                #expect(throws: ChatError.self) { try receive("new", in: inside, as: "x") }
                #expect(text(victim) == "old")
                unlink(part)
                rmdir(part)
            }
        }
    }

    @Test func aDirectoryThatIsSwappedForALinkChangesNothing() async throws {
        try await ScratchFolder.with { folder in
            for name in ["chosen", "other"] { #expect(mkdir("\(folder)/\(name)", 0o700) == 0) }
            let directory = try ReceivingDirectory(path: "\(folder)/chosen", shownAs: "chosen")
            var part = try directory.begin(try id(), expecting: 3)
            #expect(rename("\(folder)/chosen", "\(folder)/moved") == 0)
            #expect(symlink("\(folder)/other", "\(folder)/chosen") == 0)
            try part.append(ByteBuffer(string: "new"))
            try part.finish(as: "x", replacing: false)
            #expect(try names("\(folder)/other") == [] && names("\(folder)/moved") == ["x"])
        }
    }

    @Test(arguments: [false, true])
    func onlyTheBytesThatWereReceivedGetTheName(replacing: Bool) async throws {
        try await ScratchFolder.with { folder in
            if replacing { try Data("old".utf8).write(to: URL(fileURLWithPath: "\(folder)/x")) }
            let directory = try ReceivingDirectory(path: folder, shownAs: folder)
            var part = try directory.begin(try id(), expecting: 5)
            try part.append(ByteBuffer(string: "hello"))
            // What a neighbour does between the last look and the name.
            let name = "\(folder)/.\(try id()).part"
            #expect(rename(name, "\(folder)/kept") == 0)
            try Data("evil".utf8).write(to: URL(fileURLWithPath: name))
            try part.place(as: "x", replacing: replacing)
            #expect(text("\(folder)/x") == "hello" && text(name) == "evil")
            #expect(try names(folder).count == 3)
        }
    }

    @Test(arguments: [false, true])
    func whatWasRemovedGetsNoName(replacing: Bool) async throws {
        try await ScratchFolder.with { folder in
            let directory = try ReceivingDirectory(path: folder, shownAs: folder)
            var part = try directory.begin(try id(), expecting: 5)
            try part.append(ByteBuffer(string: "hello"))
            let name = "\(folder)/.\(try id()).part"
            #expect(unlink(name) == 0)
            try Data("evil".utf8).write(to: URL(fileURLWithPath: name))
            var code: ChatError.Code?
            do throws(ChatError) { try part.place(as: "x", replacing: replacing) } catch { code = error.code }
            #expect(code == .fileAccess)
            #expect(text("\(folder)/x") == nil)
        }
    }

    @Test func hostileNamesMakeOneNewFileEach() async throws {
        try await ScratchFolder.with { folder in
            let inside = "\(folder)/inside"
            #expect(mkdir(inside, 0o700) == 0)
            // By bytes, for two names that look the same are two files.
            var made: Set<[UInt8]> = []
            for name in ReceivedNameTests.hostile {
                let name = ReceivedName.make(from: try FileName(name), id: try id())
                guard made.insert(Array(name.utf8)).inserted else {
                    #expect(throws: ChatError.self) { try receive("new", in: inside, as: name) }
                    unlink("\(inside)/.\(try id()).part")
                    continue
                }
                try receive("new", in: inside, as: name)
            }
            #expect(try Set(names(inside).map { Array($0.utf8) }) == made && names(folder) == ["inside"])
        }
    }
}
