internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomTestSupport
internal import Crypto
internal import Foundation
internal import NIOCore

@testable internal import ChatroomDisk

/// A directory of a test's own for the bytes of files, and what tests do with it.
struct ScratchBlobs {
    private let directory: ScratchDirectory
    let store: DirectoryBlobStore

    /// The directory that the store is in.
    var path: String { directory.file("files") }

    init(system: BlobSystem = BlobSystem()) throws {
        directory = try ScratchDirectory()
        store = try DirectoryBlobStore(path: directory.file("files"), system: system)
    }

    /// Sends bytes from an offset on, in pieces of a size.
    func send(_ bytes: [UInt8], to id: FileID, from start: Int = 0, pieces size: Int = 262_144) async throws {
        for begin in stride(from: start, to: bytes.count, by: size) {
            let piece = ByteBuffer(bytes: bytes[begin..<min(begin + size, bytes.count)])
            try await store.append(piece, to: id, at: Int64(begin))
        }
    }

    /// Opens, sends and finishes a file.
    @discardableResult
    func add(_ bytes: [UInt8], as id: FileID, pieces size: Int = 262_144) async throws -> FileDigest {
        _ = try await store.open(id)
        try await send(bytes, to: id, pieces: size)
        let digest = try bytes.digest
        try await store.finish(id, size: Int64(bytes.count), digest: digest)
        return digest
    }

    /// All bytes of a whole file, read in pieces of a size.
    func bytes(of digest: FileDigest, pieces size: Int = 100_000) async throws -> [UInt8] {
        var all: [UInt8] = []
        while true {
            let piece = try await store.read(digest, at: Int64(all.count), count: size)
            if piece.readableBytes == 0 { return all }
            all += piece.readableBytesView
        }
    }

    /// Where the store keeps a whole file.
    func path(of digest: FileDigest) -> String {
        "\(path)/blobs/\(digest.description.prefix(2))/\(digest)"
    }

    /// Where the store keeps what was received of a file.
    func path(of id: FileID) -> String { "\(path)/uploads/\(id)" }

    /// The paths of everything below the directory, in order.
    func names() throws -> [String] { try FileManager.default.subpathsOfDirectory(atPath: path).sorted() }

    /// The permissions of a path.
    func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    /// Removes all that nobody says is pending or needed.
    func sweep(pending: Set<FileID> = [], needed: Set<FileDigest> = []) async throws {
        try await store.sweep(isPending: { pending.contains($0) }, isNeeded: { needed.contains($0) })
    }
}

extension [UInt8] {
    /// The digest of these bytes, computed in one go.
    var digest: FileDigest {
        get throws {
            guard let digest = FileDigest(bytes: Array(SHA256.hash(data: self))) else {
                throw TestFailure("a SHA-256 has 32 bytes")
            }
            return digest
        }
    }

    /// Bytes that follow from a number.
    static func sample(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
        var random = SeededRandom(seed: seed)
        return random.bytes(count)
    }
}

extension FileID {
    /// The id of a number.
    static func numbered(_ number: Int64) throws -> FileID {
        guard let id = FileID(rawValue: number) else { throw TestFailure("\(number) is no number of a file") }
        return id
    }
}
