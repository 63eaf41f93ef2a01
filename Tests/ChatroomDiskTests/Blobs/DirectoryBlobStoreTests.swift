internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomTestSupport
internal import NIOCore
internal import Testing

@testable internal import ChatroomDisk

struct DirectoryBlobStoreTests {
    @Test(arguments: [(0, 1), (1, 1), (262_144, 262_144), (5_242_880, 70_001), (9_000_000, 1_048_577)])
    func whatIsSentIsReadBack(size: Int, pieces: Int) async throws {
        let blobs = try ScratchBlobs()
        let bytes = [UInt8].sample(size)
        let digest = try await blobs.add(bytes, as: .numbered(1), pieces: pieces)
        #expect(try await blobs.bytes(of: digest) == bytes)
        #expect(try blobs.names().filter { $0.hasPrefix("uploads/") }.isEmpty)
    }

    @Test func aPieceIsReadWhereItIsAskedFor() async throws {
        let blobs = try ScratchBlobs()
        let bytes = [UInt8].sample(1000)
        let digest = try await blobs.add(bytes, as: .numbered(1))
        let piece = try await blobs.store.read(digest, at: 10, count: 20)
        #expect(Array(piece.readableBytesView) == Array(bytes[10..<30]))
        #expect(try await blobs.store.read(digest, at: 990, count: 20).readableBytes == 10)
        #expect(try await blobs.store.read(digest, at: 1000, count: 20).readableBytes == 0)
        #expect(try await blobs.store.read(digest, at: .max, count: .max).readableBytes == 0)
        #expect(try await blobs.store.read(digest, at: 0, count: .max).readableBytes == 1000)
        #expect(try await refusal(of: await blobs.store.read(digest, at: -1, count: 1)) == .invalid)
    }

    @Test func aFileThatIsNotThereIsNotFound() async throws {
        let blobs = try ScratchBlobs()
        let digest = try [UInt8].sample(3).digest
        #expect(try await refusal(of: await blobs.store.read(digest, at: 0, count: 1)) == .notFound)
    }

    @Test func anUploadGoesOnAfterItWasClosed() async throws {
        let blobs = try ScratchBlobs()
        let (id, bytes) = (try FileID.numbered(7), [UInt8].sample(3_000_000))
        #expect(try await blobs.store.open(id) == BlobPrefix(size: 0, digest: [].digest))
        try await blobs.send(Array(bytes.prefix(2_500_000)), to: id)
        await blobs.store.close(id)
        #expect(await blobs.store.received(id) == 2_500_000)
        let digest = try Array(bytes.prefix(2_500_000)).digest
        #expect(try await blobs.store.open(id) == BlobPrefix(size: 2_500_000, digest: digest))
        try await blobs.send(bytes, to: id, from: 2_500_000)
        try await blobs.store.finish(id, size: 3_000_000, digest: bytes.digest)
        #expect(try await blobs.bytes(of: bytes.digest) == bytes)
        #expect(await blobs.store.received(id) == 0)
    }

    @Test func anUploadGoesOnInAnotherProcess() async throws {
        let blobs = try ScratchBlobs()
        let (id, bytes) = (try FileID.numbered(7), [UInt8].sample(500_000))
        _ = try await blobs.store.open(id)
        try await blobs.send(Array(bytes.prefix(1)), to: id)
        let next = try DirectoryBlobStore(path: blobs.path)
        #expect(try await next.open(id) == BlobPrefix(size: 1, digest: Array(bytes.prefix(1)).digest))
        try await next.append(ByteBuffer(bytes: bytes.dropFirst()), to: id, at: 1)
        try await next.finish(id, size: 500_000, digest: bytes.digest)
        #expect(try await blobs.bytes(of: bytes.digest) == bytes)
    }

    @Test func bytesAreTakenAtTheEndOnly() async throws {
        let blobs = try ScratchBlobs()
        let id = try FileID.numbered(1)
        _ = try await blobs.store.open(id)
        let bytes = ByteBuffer(bytes: [1, 2, 3])
        try await blobs.store.append(bytes, to: id, at: 0)
        for offset: Int64 in [-1, 0, 2, 4, .max] {
            #expect(try await refusal(of: await blobs.store.append(bytes, to: id, at: offset)) == .invalid)
        }
        try await blobs.store.append(bytes, to: id, at: 3)
        try await blobs.store.finish(id, size: 6, digest: [1, 2, 3, 1, 2, 3].digest)
    }

    @Test func aFileIsOpenOnce() async throws {
        let blobs = try ScratchBlobs()
        let id = try FileID.numbered(1)
        _ = try await blobs.store.open(id)
        #expect(try await refusal(of: await blobs.store.open(id)) == .busy)
        await blobs.store.close(id)
        await blobs.store.close(id)
        _ = try await blobs.store.open(id)
    }

    @Test func aFileThatIsNotOpenTakesNothing() async throws {
        let blobs = try ScratchBlobs()
        let (id, empty) = (try FileID.numbered(1), try [UInt8]().digest)
        #expect(try await refusal(of: await blobs.store.append(ByteBuffer(), to: id, at: 0)) == .notFound)
        #expect(try await refusal(of: await blobs.store.finish(id, size: 0, digest: empty)) == .notFound)
        _ = try await blobs.store.open(id)
        try await blobs.store.finish(id, size: 0, digest: empty)
        #expect(try await refusal(of: await blobs.store.append(ByteBuffer(), to: id, at: 0)) == .notFound)
    }

    @Test func aWrongSizeOrDigestLeavesTheFileOpen() async throws {
        let blobs = try ScratchBlobs()
        let (id, bytes) = (try FileID.numbered(1), [UInt8].sample(10))
        _ = try await blobs.store.open(id)
        try await blobs.send(bytes, to: id)
        let (right, wrong) = (try bytes.digest, try [UInt8].sample(10, seed: 2).digest)
        #expect(try await refusal(of: await blobs.store.finish(id, size: 10, digest: wrong)) == .digestMismatch)
        #expect(try await refusal(of: await blobs.store.finish(id, size: 9, digest: right)) == .digestMismatch)
        #expect(await blobs.store.received(id) == 10)
        try await blobs.store.finish(id, size: 10, digest: right)
    }

    @Test func whatWasReceivedIsDiscardedOpenOrNot() async throws {
        let blobs = try ScratchBlobs()
        let id = try FileID.numbered(1)
        for mayClose in [true, false] {
            _ = try await blobs.store.open(id)
            try await blobs.send([1, 2, 3], to: id)
            if mayClose { await blobs.store.close(id) }
            try await blobs.store.discard(id)
            #expect(await blobs.store.received(id) == 0)
            #expect(try await refusal(of: await blobs.store.append(ByteBuffer(), to: id, at: 3)) == .notFound)
        }
        try await blobs.store.discard(id)
        #expect(try await blobs.store.open(id).size == 0)
    }

    @Test func theRoomOnTheDiskIsKnown() async throws {
        let space = try await ScratchBlobs().store.space()
        #expect(space.total > 0)
        #expect((0...space.total).contains(space.available))
    }
}
