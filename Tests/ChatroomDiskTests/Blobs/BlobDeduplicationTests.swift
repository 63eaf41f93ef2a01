internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomTestSupport
internal import Foundation
internal import NIOCore
internal import Testing

@testable internal import ChatroomDisk

struct BlobDeduplicationTests {
    @Test func theSameBytesAreKeptOnce() async throws {
        let blobs = try ScratchBlobs()
        let bytes = [UInt8].sample(1000)
        let digest = try await blobs.add(bytes, as: .numbered(1))
        try await blobs.add(bytes, as: .numbered(2))
        #expect(try blobs.names().count == 4)
        #expect(try await blobs.bytes(of: digest) == bytes)
    }

    @Test func aFileThatWasDamagedIsMendedByTheSameBytes() async throws {
        let blobs = try ScratchBlobs()
        let bytes = [UInt8].sample(1000)
        let digest = try await blobs.add(bytes, as: .numbered(1))
        try Data(repeating: 0, count: 1000).write(to: URL(fileURLWithPath: blobs.path(of: digest)))
        try await blobs.add(bytes, as: .numbered(2))
        #expect(try await blobs.bytes(of: digest) == bytes)
    }

    @Test func aFileThatWasCutShortIsReplaced() async throws {
        let blobs = try ScratchBlobs()
        let bytes = [UInt8].sample(1000)
        let digest = try await blobs.add(bytes, as: .numbered(1))
        #expect(truncate(blobs.path(of: digest), 10) == 0)
        try await blobs.add(bytes, as: .numbered(2))
        #expect(try await blobs.bytes(of: digest) == bytes)
    }

    @Test func manyFilesAtOnceDoNotMix() async throws {
        let blobs = try ScratchBlobs()
        let samples = (0..<8).map { [UInt8].sample(300_000 + $0 / 2, seed: UInt64($0 / 2)) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<32 {
                group.addTask {
                    let bytes = samples[number % samples.count]
                    let digest = try await blobs.add(bytes, as: .numbered(Int64(number + 1)), pieces: 10_007)
                    #expect(try await blobs.bytes(of: digest) == bytes)
                }
            }
            try await group.waitForAll()
        }
        #expect(try blobs.names().filter { $0.utf8.count > 60 }.count == 4)
        #expect(try blobs.names().filter { $0.hasPrefix("uploads/") }.isEmpty)
    }

    @Test func callsForOneFileAtOnceDoNoHarm() async throws {
        let blobs = try ScratchBlobs()
        let (id, bytes) = (try FileID.numbered(1), [UInt8].sample(4000))
        for _ in 0..<20 {
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask { _ = try? await blobs.store.open(id) }
                    group.addTask { try? await blobs.store.append(ByteBuffer(bytes: bytes), to: id, at: 0) }
                    group.addTask { try? await blobs.store.finish(id, size: 4000, digest: bytes.digest) }
                    group.addTask { await blobs.store.close(id) }
                    group.addTask { try? await blobs.store.discard(id) }
                }
            }
        }
        try await blobs.store.discard(id)
        try await blobs.add(bytes, as: id)
        #expect(try await blobs.bytes(of: bytes.digest) == bytes)
    }
}
