internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomTestSupport
internal import Foundation
internal import Testing

@testable internal import ChatroomDisk

struct BlobSweepTests {
    private let clock = ManualClock()
    private let blobs: ScratchBlobs

    init() throws { blobs = try ScratchBlobs(system: BlobSystem(clock: clock)) }

    @Test func anUploadGoesUnlessItIsOpenOrPending() async throws {
        let (open, pending, left) = (try FileID.numbered(1), try FileID.numbered(2), try FileID.numbered(3))
        for id in [open, pending, left] {
            _ = try await blobs.store.open(id)
            try await blobs.send([1, 2], to: id)
            if id != open { await blobs.store.close(id) }
        }
        try await blobs.sweep(pending: [pending])
        #expect(await blobs.store.received(open) == 2)
        #expect(await blobs.store.received(pending) == 2)
        #expect(await blobs.store.received(left) == 0)
        try await blobs.store.finish(open, size: 2, digest: [1, 2].digest)
    }

    @Test func aWholeFileGoesWhenItIsNotNeededAfterTenMinutes() async throws {
        let needed = try await blobs.add([1], as: .numbered(1))
        let unneeded = try await blobs.add([2], as: .numbered(2))
        clock.advance(by: .seconds(599))
        try await blobs.sweep(needed: [needed])
        #expect(try await blobs.bytes(of: unneeded) == [2])
        clock.advance(by: .seconds(1))
        try await blobs.sweep(needed: [needed])
        #expect(try await refusal(of: await blobs.store.read(unneeded, at: 0, count: 1)) == .notFound)
        #expect(try await blobs.bytes(of: needed) == [1])
    }

    @Test func aFileThatIsSentAgainStaysTenMinutesMore() async throws {
        let digest = try await blobs.add([1], as: .numbered(1))
        clock.advance(by: .seconds(3600))
        try await blobs.add([1], as: .numbered(2))
        try await blobs.sweep()
        #expect(try await blobs.bytes(of: digest) == [1])
    }

    @Test func aFileOfAnEarlierProcessGoesAtOnce() async throws {
        let digest = try await blobs.add([1], as: .numbered(1))
        let next = try DirectoryBlobStore(path: blobs.path)
        try await next.sweep(isPending: { _ in false }, isNeeded: { _ in false })
        #expect(try await refusal(of: await next.read(digest, at: 0, count: 1)) == .notFound)
    }

    @Test func aFileThatBecomesWholeWhileItIsSweptStays() async throws {
        let digest = try await blobs.add([1], as: .numbered(1))
        clock.advance(by: .seconds(3600))
        let blobs = blobs
        try await blobs.store.sweep(
            isPending: { _ in false },
            isNeeded: { _ in
                try await blobs.add([1], as: .numbered(2))
                return false
            })
        #expect(try await blobs.bytes(of: digest) == [1])
    }

    @Test func sweepingAndFinishingTheSameBytesAtOnceLosesNothing() async throws {
        let blobs = blobs
        for round in 1...50 {
            clock.advance(by: .seconds(3600))
            async let swept: Void = blobs.sweep()
            async let digest = blobs.add([1, 2, 3], as: .numbered(Int64(round)))
            _ = try await swept
            #expect(try await blobs.bytes(of: digest) == [1, 2, 3])
        }
    }

    @Test func whatIsNotTheStoresOwnStays() async throws {
        let digest = try [UInt8].sample(1).digest.description
        let foreign = [
            "uploads/notes", "uploads/f_abc", "uploads/f_000000000a", "uploads/.hidden", "blobs/README", "blobs/zz",
            "blobs/abc", "blobs/\(digest.prefix(2))/\(digest).bak", "blobs/\(digest.prefix(2))/\(digest.uppercased())",
            "blobs/00/\(String(repeating: "1", count: 64))", "blobs/00/short",
        ]
        for name in foreign {
            let url = URL(fileURLWithPath: "\(blobs.path)/\(name)")
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data([1]).write(to: url)
        }
        try await blobs.sweep()
        let names = try blobs.names()
        #expect(foreign.filter { !names.contains($0) } == [])
    }

    @Test func aFaultDoesNotKeepTheRestFromGoing() async throws {
        let digest = try await blobs.add([1], as: .numbered(1))
        clock.advance(by: .seconds(3600))
        let broken = try FileID.numbered(9)
        try FileManager.default.createDirectory(atPath: blobs.path(of: broken), withIntermediateDirectories: false)
        #expect(try await refusal(of: await blobs.sweep()) == .storage)
        #expect(try await refusal(of: await blobs.store.read(digest, at: 0, count: 1)) == .notFound)
    }

    @Test func whatTheCallerThrowsEndsTheSweep() async throws {
        _ = try await blobs.add([1], as: .numbered(1))
        await #expect(throws: TestFailure.self) {
            try await blobs.store.sweep(
                isPending: { _ in false }, isNeeded: { _ in throw TestFailure("the database is away") })
        }
    }
}
