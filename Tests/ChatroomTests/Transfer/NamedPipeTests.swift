import ChatroomCore
import ChatroomTestSupport
import Foundation
import Glibc
import NIOCore
import Testing

@testable import ChatroomClient

/// Pipes with a name that are sent, which have a writer at some time or never.
@Suite(.timeLimit(.minutes(1)))
struct NamedPipeTests {
    @Test func aPipeWithoutAWriterIsOpenedAtOnce() async throws {
        try await ScratchFolder.with { folder in
            mkfifo("\(folder)/pipe", 0o600)
            let source = try FileSource.open("\(folder)/pipe")
            #expect(source.size == nil && !source.isSeekable)
            let error = try await Deadline.run("the cancellation") {
                await withTaskGroup(of: (any Error)?.self) { group in
                    group.addTask { await failure { try await source.read(1) } }
                    group.cancelAll()
                    return await group.next().flatMap(\.self)
                }
            }
            #expect((error as? ChatError)?.code == .interrupted)
        }
    }

    @Test func aWriterThatComesLateIsReadToItsEnd() async throws {
        try await ScratchFolder.with { folder in
            mkfifo("\(folder)/pipe", 0o600)
            let source = try FileSource.open("\(folder)/pipe")
            async let text = Deadline.run("the text") { try await String(buffer: source.read(100)) }
            let number = open("\(folder)/pipe", O_WRONLY | O_CLOEXEC)
            try #require(number >= 0)
            let writer = FileHandle(fileDescriptor: number, closeOnDealloc: true)
            for piece in ["he", "llo"] { try writer.write(contentsOf: Data(piece.utf8)) }
            try writer.close()
            #expect(try await text == "hello")
            #expect(try await source.read(100).readableBytes == 0)
        }
    }

    @Test func aLookAtWhatWillBeSentLeavesTheWriterOfAPipeAlone() async throws {
        try await ScratchFolder.with { folder in
            let path = "\(folder)/pipe"
            mkfifo(path, 0o600)
            let items = SendingItems(paths: [path], name: nil, asTar: false)
            try items.check()
            // Without a reader a writer is refused; one that came and went would have ended it.
            #expect(open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC) < 0 && errno == ENXIO)
            let source = try items.open(0).source
            let number = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC)
            try #require(number >= 0)
            let writer = FileHandle(fileDescriptor: number, closeOnDealloc: true)
            try items.check()
            try writer.write(contentsOf: Data("all".utf8))
            try writer.close()
            #expect(try await Deadline.run("the text") { try await String(buffer: source.read(100)) } == "all")
        }
    }

    @Test func whatIsMissingIsStillToldBeforeAnythingIsSent() async throws {
        try await ScratchFolder.with { folder in
            mkfifo("\(folder)/pipe", 0o600)
            let items = SendingItems(paths: ["\(folder)/pipe", "\(folder)/missing"], name: nil, asTar: false)
            let error = #expect(throws: ChatError.self) { try items.check() }
            #expect(error?.code == .fileMissing)
        }
    }
}
