import ChatroomCore
import ChatroomTestSupport
import Foundation
import Glibc
import NIOCore
import Testing

@testable import ChatroomClient

@Suite(.timeLimit(.minutes(1)))
struct FileSourceTests {
    /// Writes a file of a size, each of whose bytes tells where it stands.
    private func write(_ size: Int, to path: String) throws -> [UInt8] {
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return bytes
    }

    /// Makes a pipe with a name, and opens both of its ends, so that opening it waits for nobody.
    private func pipe(at path: String) throws -> FileHandle {
        mkfifo(path, 0o600)
        // Other tests start processes, which must not keep it open.
        let number = open(path, O_RDWR | O_CLOEXEC)
        try #require(number >= 0)
        return FileHandle(fileDescriptor: number, closeOnDealloc: true)
    }

    @Test(arguments: [0, 1, 9, 10, 11, 100_000])
    func aFileIsReadInWholePieces(size: Int) async throws {
        try await ScratchFolder.with { folder in
            let bytes = try write(size, to: "\(folder)/x")
            let source = try FileSource.open("\(folder)/x")
            #expect(source.size == Int64(size) && source.isSeekable)
            for piece in [10, 4096, 262_144] {
                try await source.rewind(to: 0)
                var all: [UInt8] = []
                while true {
                    let next = try await source.read(piece)
                    #expect(next.readableBytes == min(piece, size - all.count))
                    all += next.readableBytesView
                    if next.readableBytes < piece { break }
                }
                #expect(all == bytes)
                #expect(try await source.read(piece).readableBytes == 0)
            }
            try await source.checkUnchanged()
        }
    }

    @Test func aFileIsReadAgainFromAnyPlace() async throws {
        try await ScratchFolder.with { folder in
            let bytes = try write(1000, to: "\(folder)/x")
            let source = try FileSource.open("\(folder)/x")
            for offset in [500, 0, 999, 1000, 1] {
                try await source.rewind(to: Int64(offset))
                #expect(try await Array(source.read(100).readableBytesView) == Array(bytes[offset...].prefix(100)))
            }
            try await source.rewind(to: 5000)
            #expect(try await source.read(100).readableBytes == 0)
        }
    }

    @Test func aLinkToAFileIsFollowed() async throws {
        try await ScratchFolder.with { folder in
            let bytes = try write(10, to: "\(folder)/x")
            symlink("x", "\(folder)/link")
            #expect(try await Array(FileSource.open("\(folder)/link").read(100).readableBytesView) == bytes)
        }
    }

    @Test func whatCannotBeSentIsRefused() async throws {
        try await ScratchFolder.with { folder in
            symlink("nothing", "\(folder)/dangling")
            symlink("loop", "\(folder)/loop")
            let cases: [(String, ChatError.Code)] = [
                ("\(folder)/missing", .fileMissing), ("\(folder)/missing/x", .fileMissing),
                ("\(folder)/dangling", .fileMissing), ("\(folder)/loop", .fileAccess), (folder, .invalid),
                ("", .fileMissing), ("/", .invalid), ("\(folder)/\(String(repeating: "x", count: 256))", .fileAccess),
            ]
            for (path, code) in cases {
                let error = #expect(throws: ChatError.self) { _ = try FileSource.open(path) }
                #expect(error?.code == code, "\(path)")
            }
            let error = #expect(throws: ChatError.self) { _ = try FileSource.open(folder) }
            #expect(error?.hint?.contains("--tar") == true)
        }
    }

    @Test(.enabled(if: geteuid() != 0, "root may read everything"))
    func whatMayNotBeReadIsRefused() async throws {
        try await ScratchFolder.with { folder in
            _ = try write(10, to: "\(folder)/x")
            chmod("\(folder)/x", 0)
            let error = #expect(throws: ChatError.self) { _ = try FileSource.open("\(folder)/x") }
            #expect(error?.code == .fileAccess)
        }
    }

    @Test(arguments: ["longer", "shorter", "touched", "written"])
    func aFileThatChangesIsNoticed(change: String) async throws {
        try await ScratchFolder.with { folder in
            let path = "\(folder)/x"
            _ = try write(100, to: path)
            // Long ago, so that no later time can be the same.
            var times = [timeval](repeating: timeval(tv_sec: 1_000_000_000, tv_usec: 0), count: 2)
            utimes(path, times)
            let source = try FileSource.open(path)
            _ = try await source.read(50)
            try await source.checkUnchanged()
            switch change {
            case "longer": truncate(path, 101)
            case "shorter": truncate(path, 99)
            case "touched": times[1].tv_usec = 1
            default: try FileHandle(forWritingAtPath: path)?.write(contentsOf: Data([0]))
            }
            if change != "written" { utimes(path, times) }
            let error = await #expect(throws: ChatError.self) { try await source.checkUnchanged() }
            #expect(error?.code == .invalid && error?.message.contains(path) == true)
        }
    }

    @Test func aFileThatBecameShorterEndsEarly() async throws {
        try await ScratchFolder.with { folder in
            let bytes = try write(100, to: "\(folder)/x")
            let source = try FileSource.open("\(folder)/x")
            _ = try await source.read(10)
            truncate("\(folder)/x", 30)
            #expect(try await Array(source.read(100).readableBytesView) == Array(bytes[10..<30]))
        }
    }

    @Test func aFileThatIsReplacedIsReadToItsEnd() async throws {
        try await ScratchFolder.with { folder in
            let bytes = try write(100, to: "\(folder)/x")
            let source = try FileSource.open("\(folder)/x")
            _ = try write(50, to: "\(folder)/y")
            rename("\(folder)/y", "\(folder)/x")
            #expect(try await Array(source.read(1000).readableBytesView) == bytes)
        }
    }

    @Test func aPipeIsReadToItsEnd() async throws {
        try await ScratchFolder.with { folder in
            let writer = try pipe(at: "\(folder)/pipe")
            let source = try FileSource.open("\(folder)/pipe")
            #expect(source.size == nil && !source.isSeekable)
            for piece in ["he", "llo", " wor", "ld"] { try writer.write(contentsOf: Data(piece.utf8)) }
            #expect(try await String(buffer: source.read(5)) == "hello")
            #expect(try await String(buffer: source.read(3)) == " wo")
            try writer.close()
            #expect(try await String(buffer: source.read(100)) == "rld")
            #expect(try await source.read(100).readableBytes == 0)
            try await source.checkUnchanged()
            await #expect(throws: ChatError.self) { try await source.rewind(to: 0) }
        }
    }

    @Test func aPieceOfAPipeIsWaitedForUntilItIsWhole() async throws {
        try await ScratchFolder.with { folder in
            let writer = try pipe(at: "\(folder)/pipe")
            let number = writer.fileDescriptor
            let source = try FileSource.open("\(folder)/pipe")
            async let piece = Deadline.run("the piece") { try await String(buffer: source.read(6)) }
            for part in ["a", "bc", "def"] {
                try writer.write(contentsOf: Data(part.utf8))
                try await eventually("the pipe is empty") { Self.isEmpty(number) }
            }
            #expect(try await piece == "abcdef")
            try writer.close()
        }
    }

    @Test func aBlockedReadIsCancelled() async throws {
        try await ScratchFolder.with { folder in
            let writer = try pipe(at: "\(folder)/pipe")
            let number = writer.fileDescriptor
            let source = try FileSource.open("\(folder)/pipe")
            try writer.write(contentsOf: Data([1]))
            let error = try await Deadline.run("the cancellation") {
                await withTaskGroup(of: (any Error)?.self) { group in
                    group.addTask { await failure { try await source.read(100) } }
                    // As soon as the one byte is taken, the rest is waited for.
                    try? await eventually { Self.isEmpty(number) }
                    group.cancelAll()
                    return await group.next().flatMap(\.self)
                }
            }
            #expect((error as? ChatError)?.code == .interrupted)
            try writer.write(contentsOf: Data([2]))
            #expect(try await Array(source.read(1).readableBytesView) == [2])
        }
    }

    private static func isEmpty(_ descriptor: Int32) -> Bool {
        var look = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&look, 1, 0) == 0
    }
}
