import ChatroomCore
import ChatroomTestSupport
import Foundation
import Testing

@testable import ChatroomServer

@Suite(.timeLimit(.minutes(1)))
struct LocalSocketTests {
    private let scratch: ScratchDirectory
    private let path: String

    init() throws {
        scratch = try ScratchDirectory()
        path = scratch.file("s")
    }

    /// What has the path: its number, or nothing.
    private var inode: UInt64? {
        var status = stat()
        return lstat(path, &status) == 0 ? UInt64(status.st_ino) : nil
    }

    /// Whether somebody listens there.
    private var isReached: Bool {
        let probe = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0)
        defer { close(probe) }
        return withUnsafePointer(to: SocketPath.address(path)) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(probe, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
    }

    private func refusal() async -> ChatError? {
        do {
            close(try await LocalSocket(at: path).descriptor)
            return nil
        } catch {
            return error
        }
    }

    @Test func theSecondIsRefusedAndTheFirstStays() async throws {
        let first = try await LocalSocket(at: path)
        defer { close(first.descriptor) }
        let before = inode
        for _ in 0..<50 {
            let error = try #require(await refusal())
            #expect(error.code == .unreachable)
            #expect(error.message == "cannot listen on unix:\(path) (address in use)")
        }
        #expect(inode == before)
        #expect(isReached)
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == ["s"])
    }

    @Test func aSocketThatNobodyListensOnIsReplaced() async throws {
        close(try await LocalSocket(at: path).descriptor)
        #expect(!isReached)
        let second = try await LocalSocket(at: path)
        defer { close(second.descriptor) }
        #expect(isReached)
    }

    @Test(arguments: ["file", "directory", "pipe", "dangling link", "link to a socket"])
    func somethingElseIsRefusedAndStays(_ kind: String) async throws {
        var other: LocalSocket?
        switch kind {
        case "file": try scratch.write("s", "kept".utf8)
        case "directory": mkdir(path, 0o700)
        case "pipe": mkfifo(path, 0o600)
        case "dangling link": symlink("nowhere", path)
        default:
            other = try await LocalSocket(at: scratch.file("other"))
            symlink("other", path)
        }
        defer { if let other { close(other.descriptor) } }
        let before = inode
        let error = try #require(await refusal())
        #expect(error.code == .unreachable)
        #expect(error.message.hasSuffix("(there is something else, which stays)"))
        #expect(inode == before)
        #expect(kind != "file" || FileManager.default.contents(atPath: path) == Data("kept".utf8))
    }

    @Test(arguments: [false, true]) func oneOfManyThatBeginAtOnceHasIt(isStale: Bool) async throws {
        for _ in 0..<10 {
            unlink(path)
            if isStale { close(try await LocalSocket(at: path).descriptor) }
            let path = path
            let sockets = await withTaskGroup(of: LocalSocket?.self) { group in
                for _ in 0..<16 { group.addTask { try? await LocalSocket(at: path) } }
                return await group.reduce(into: [LocalSocket]()) { all, one in if let one { all.append(one) } }
            }
            #expect(sockets.count == 1)
            #expect(isReached)
            for socket in sockets { close(socket.descriptor) }
        }
    }

    @Test func onlyItsOwnIsRemoved() async throws {
        let first = try await LocalSocket(at: path)
        defer { close(first.descriptor) }
        unlink(path)
        let second = try await LocalSocket(at: path)
        defer { close(second.descriptor) }
        first.remove()
        #expect(isReached)
        second.remove()
        #expect(inode == nil)
    }

    @Test func aFileBesideItIsNoOnesLockAndStays() async throws {
        try scratch.write("s.lock", "kept".utf8)
        close(try await LocalSocket(at: path).descriptor)
        #expect(FileManager.default.contents(atPath: scratch.file("s.lock")) == Data("kept".utf8))
    }
}
