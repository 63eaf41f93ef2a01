internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomTestSupport
internal import Foundation
internal import Glibc
internal import Synchronization
internal import Testing

@testable internal import ChatroomDisk

struct BlobFaultTests {
    /// A disk with so much room; what is over is refused with an error.
    private final class SmallDisk: Sendable {
        private let room: Mutex<Int>
        private let reason: CInt

        init(room: Int, then reason: CInt) {
            self.room = Mutex(room)
            self.reason = reason
        }

        /// A machine that has this disk, which interrupts every other write and takes at most 1000 bytes in one.
        var system: BlobSystem {
            var system = BlobSystem()
            let interrupts = Mutex(false)
            system.write = { [self] file, bytes, offset in
                let isInterrupted = interrupts.withLock { flag in
                    flag.toggle()
                    return flag
                }
                return isInterrupted ? Self.fail(EINTR) : write(bytes, to: file, at: offset)
            }
            return system
        }

        func grow(by count: Int) { room.withLock { $0 += count } }

        private func write(_ bytes: UnsafeRawBufferPointer, to file: CInt, at offset: Int64) -> Int {
            room.withLock { room in
                guard room > 0 else { return Self.fail(reason) }
                let count = pwrite(file, bytes.baseAddress, min(bytes.count, room, 1000), off_t(offset))
                room -= max(0, count)
                return count
            }
        }

        private static func fail(_ number: CInt) -> Int {
            errno = number
            return -1
        }
    }

    @Test(arguments: [ENOSPC, EDQUOT]) func aFullDiskLeavesTheFileAsItWas(reason: CInt) async throws {
        let disk = SmallDisk(room: 5000, then: reason)
        let blobs = try ScratchBlobs(system: disk.system)
        let (id, bytes) = (try FileID.numbered(1), [UInt8].sample(7000))
        _ = try await blobs.store.open(id)
        try await blobs.send(Array(bytes.prefix(3000)), to: id)
        #expect(try await refusal(of: await blobs.send(bytes, to: id, from: 3000)) == .storageFull)
        #expect(await blobs.store.received(id) == 3000)
        disk.grow(by: 4000)
        try await blobs.send(bytes, to: id, from: 3000)
        try await blobs.store.finish(id, size: 7000, digest: bytes.digest)
        #expect(try await blobs.bytes(of: bytes.digest) == bytes)
    }

    @Test func afterAnotherFaultTheFileIsToBeOpenedAgain() async throws {
        let disk = SmallDisk(room: 4000, then: EIO)
        let blobs = try ScratchBlobs(system: disk.system)
        let (id, bytes) = (try FileID.numbered(1), [UInt8].sample(7000))
        _ = try await blobs.store.open(id)
        #expect(try await refusal(of: await blobs.send(bytes, to: id)) == .storage)
        #expect(try await refusal(of: await blobs.send(bytes, to: id)) == .notFound)
        disk.grow(by: 10_000)
        let prefix = try await blobs.store.open(id)
        #expect(prefix == BlobPrefix(size: 4000, digest: try Array(bytes.prefix(4000)).digest))
        try await blobs.send(bytes, to: id, from: 4000)
        try await blobs.store.finish(id, size: 7000, digest: bytes.digest)
    }

    @Test func whatCouldNotBeMadeDurableIsSentAgainFromItsBeginning() async throws {
        var system = BlobSystem()
        let isBroken = Mutex(true)
        system.flush = { file in
            guard isBroken.withLock({ $0 }) else { return fsync(file) }
            errno = EIO
            return -1
        }
        let blobs = try ScratchBlobs(system: system)
        let (id, bytes) = (try FileID.numbered(1), [UInt8].sample(100))
        #expect(try await refusal(of: await blobs.add(bytes, as: id)) == .storage)
        #expect(try await refusal(of: await blobs.store.read(bytes.digest, at: 0, count: 1)) == .notFound)
        isBroken.withLock { $0 = false }
        #expect(await blobs.store.received(id) == 0)
        try await blobs.add(bytes, as: id)
        #expect(try await blobs.bytes(of: bytes.digest) == bytes)
    }
}
