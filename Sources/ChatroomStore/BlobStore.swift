public import ChatroomCore
public import NIOCore

/// Where the bytes of files are kept: those that are being sent by the file's id, whole ones by their SHA-256.
///
/// It knows neither users nor messages; who may read what, and what is still needed, is decided by whoever calls. No
/// call blocks a thread that others use. Every function throws ``ChatError``: `storage` when the disk cannot be read or
/// written, `storage-full` when there is no room, or a code named with it.
public protocol BlobStore: Sendable {
    /// Begins to receive a file, or goes on with what was received of it before.
    ///
    /// - Parameter id: The file, which nobody else is sending now.
    /// - Returns: How many bytes are there, and their digest.
    /// - Throws: ``ChatError`` with code `busy` when somebody is sending it now.
    func open(_ id: FileID) async throws(ChatError) -> BlobPrefix

    /// Adds bytes to a file that is open.
    ///
    /// - Parameters:
    ///   - bytes: The bytes.
    ///   - id: The file.
    ///   - offset: How many bytes are there already.
    /// - Throws: ``ChatError`` with code `invalid` when that is not how many there are, `not-found` when it is not open.
    func append(_ bytes: ByteBuffer, to id: FileID, at offset: Int64) async throws(ChatError)

    /// Makes a file that is open whole: durable, named by its digest, and not open any more.
    ///
    /// - Parameters:
    ///   - id: The file.
    ///   - size: How many bytes it must have.
    ///   - digest: What its digest must be.
    /// - Throws: ``ChatError`` with code `digest-mismatch` when it is not so; then it is kept as it is, still open.
    func finish(_ id: FileID, size: Int64, digest: FileDigest) async throws(ChatError)

    /// Lets go of a file that is open; what was received of it is kept.
    func close(_ id: FileID) async

    /// Removes what was received of a file that is not whole.
    func discard(_ id: FileID) async throws(ChatError)

    /// How many bytes were received of a file that is not whole; 0 for one that is not known.
    func received(_ id: FileID) async -> Int64

    /// Reads a piece of a whole file.
    ///
    /// - Parameters:
    ///   - digest: The file.
    ///   - offset: Where the piece begins.
    ///   - count: The most bytes to read.
    /// - Returns: The piece; empty at the end of the file.
    /// - Throws: ``ChatError`` with code `not-found` when there is no such file.
    func read(_ digest: FileDigest, at offset: Int64, count: Int) async throws(ChatError) -> ByteBuffer

    /// Removes what nobody needs any more; what is open or became whole a moment ago stays.
    ///
    /// - Parameters:
    ///   - isPending: Whether what was received of a file that is not whole is to be kept.
    ///   - isNeeded: Whether a whole file is to be kept.
    /// - Throws: ``ChatError``, and what the two throw.
    func sweep(
        isPending: @Sendable (FileID) async throws -> Bool, isNeeded: @Sendable (FileDigest) async throws -> Bool
    ) async throws

    /// The room on the disk, in bytes.
    func space() async throws(ChatError) -> BlobSpace
}

/// What was received of a file.
public struct BlobPrefix: Sendable, Equatable {
    /// How many bytes.
    public let size: Int64
    /// Their digest.
    public let digest: FileDigest

    /// Makes a prefix.
    public init(size: Int64, digest: FileDigest) {
        self.size = size
        self.digest = digest
    }
}

/// The room that a disk has.
public struct BlobSpace: Sendable, Equatable {
    /// What this process may still use, in bytes.
    public let available: Int64
    /// The size of the whole file system, in bytes.
    public let total: Int64

    /// Makes a space.
    public init(available: Int64, total: Int64) {
        self.available = available
        self.total = total
    }
}
