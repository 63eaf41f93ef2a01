import ChatroomTestSupport
import Glibc
import Testing

@testable import ChatroomSystem

/// A locked file is one process's, and let go of whatever copies of its descriptor there are.
@Suite(.timeLimit(.minutes(1)))
struct LockFileTests {
    private let scratch: ScratchDirectory
    private let directory: Directory

    init() throws {
        scratch = try ScratchDirectory()
        directory = try #require(Directory(scratch.path))
    }

    private func taken() throws -> LockFile {
        guard let lock = LockFile("lock", in: directory, waits: false) else { throw SystemError.last }
        return lock
    }

    @Test func oneHasItAtATime() throws {
        let first = try taken()
        let isTaken = LockFile("lock", in: directory, waits: false) == nil
        #expect(isTaken && SystemError.last.number == EWOULDBLOCK)
        let isNamed = first.isNamed
        #expect(isNamed)
    }

    @Test func aCopyOfTheDescriptorKeepsNoLock() throws {
        let copy: Descriptor? = try {
            let lock = try taken()
            return Descriptor(duplicateOf: lock.file.number)
        }()
        let isFree = LockFile("lock", in: directory, waits: false) != nil
        #expect(isFree)
        let isCopied = copy != nil
        #expect(isCopied)
    }

    @Test func onlyItsOwnNameIsTakenAway() throws {
        let lock = try taken()
        #expect(directory.rename("lock", to: "moved"))
        try scratch.write("lock", "other".utf8)
        let isNamed = lock.isNamed
        #expect(!isNamed)
        lock.remove()
        #expect(directory.names()?.sorted() == ["lock", "moved"])
        #expect(directory.rename("moved", to: "lock"))
        lock.remove()
        #expect(directory.names() == [])
    }

    @Test func whoWaitsGetsTheFileThatHasTheNameThen() async throws {
        for round in 0..<20 {
            let owner = Owner()
            try await owner.take(directory)
            async let waiting = Waiter().inode(of: directory)
            // The file that is waited for loses its name before it is let go of, early or late.
            for _ in 0..<round { sched_yield() }
            await owner.end(directory)
            let found = await waiting
            #expect(found == directory.status(of: "lock")?.st_ino)
        }
    }

    @Test func aFileThatIsNotThereIsNotMadeUnasked() {
        let isThere = LockFile("lock", in: directory, O_RDWR, waits: true) != nil
        #expect(!isThere && SystemError.last.number == ENOENT)
    }
}

/// Has the lock for a while.
private actor Owner {
    private var lock: LockFile?

    func take(_ directory: Directory) throws {
        guard let lock = LockFile("lock", in: directory, waits: false) else { throw SystemError.last }
        self.lock = consume lock
    }

    func end(_ directory: Directory) {
        #expect(directory.replace("lock", with: [], through: "new"))
        lock = nil
    }
}

/// Waits for the lock on a thread of its own.
private actor Waiter {
    private let thread = ThreadExecutor()

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    func inode(of directory: Directory) -> ino_t? {
        LockFile("lock", in: directory, waits: true)?.file.status?.st_ino
    }
}
