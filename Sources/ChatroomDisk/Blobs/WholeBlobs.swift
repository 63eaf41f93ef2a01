internal import ChatroomCore
internal import ChatroomSystem
internal import Glibc
internal import NIOCore
internal import Synchronization

/// The whole files of a blob store, by their digests; every call blocks.
///
/// They come and go under one lock, so a file that becomes whole while the same bytes are swept is never lost. The lock
/// is held for a few calls that change names, never for one that waits for bytes.
final class WholeBlobs: Sendable {
    /// The most bytes that are read in one go.
    private static let readLimit = 1 << 24

    let directories: BlobDirectories
    let system: BlobSystem
    private let recent = Mutex(RecentBlobs())

    init(in directories: BlobDirectories, system: BlobSystem) {
        self.directories = directories
        self.system = system
    }

    /// Takes in a file that was received and is durable; it takes the place of one of its digest.
    ///
    /// - Parameters:
    ///   - id: The file.
    ///   - digest: Its digest.
    /// - Throws: ``BlobFault``.
    func admit(_ id: FileID, as digest: FileDigest) throws(BlobFault) {
        let name = BlobName(digest)
        let fan = try directories.makeFan(name.fan)
        try recent.withLock { recent throws(BlobFault) in
            // Over one of the same digest, should there be one: what was just hashed is known to be right.
            guard directories.uploads.rename(id.description, to: name.file, in: fan) else { throw .last }
            recent.note(digest, at: system.uptime())
        }
        for directory in [fan, directories.blobs, directories.uploads] {
            guard directory.flush(with: system.flush) else { throw .last }
        }
    }

    /// Reads a piece of a file.
    ///
    /// - Parameters:
    ///   - digest: The file.
    ///   - offset: Where the piece begins.
    ///   - count: The most bytes to read.
    /// - Returns: The piece; `nil` when there is no such file.
    /// - Throws: ``BlobFault``.
    func read(_ digest: FileDigest, at offset: Int64, count: Int) throws(BlobFault) -> ByteBuffer? {
        let name = BlobName(digest)
        do throws(BlobFault) {
            let file = try BlobFile(name.file, in: directories.openFan(name.fan), O_RDONLY)
            let rest = try file.size() - offset
            guard rest > 0, count > 0 else { return ByteBuffer() }
            return try file.read(at: offset, count: min(count, Self.readLimit, Int(rest)))
        } catch {
            if error.isMissing { return nil }
            throw error
        }
    }

    /// The names of the directories that the files are in.
    func fans() throws(BlobFault) -> [String] { try directories.names(in: directories.blobs).filter(BlobName.isFan) }

    /// The files in one of the directories; what has another name is not one.
    func digests(in fan: String) throws(BlobFault) -> [FileDigest] {
        try directories.names(in: directories.openFan(fan)).compactMap { BlobName.digest(of: $0, in: fan) }
    }

    /// Removes a file unless it became whole a moment ago.
    func remove(_ digest: FileDigest) throws(BlobFault) {
        let name = BlobName(digest)
        let fan = try directories.openFan(name.fan)
        try recent.withLock { recent throws(BlobFault) in
            if recent.contains(digest, at: system.uptime()) { return }
            guard fan.remove(name.file) else { throw .last }
        }
    }
}
