public import ChatroomCore
public import ChatroomStore
internal import ChatroomSystem
internal import Glibc
public import NIOCore

/// Keeps the bytes of files in a directory: `uploads/ID` for what is being received, `blobs/ab/DIGEST` for what is whole.
///
/// A file becomes whole by being renamed, after its bytes are durable. The same bytes are kept once, and only the time
/// that takes tells it. Nothing is read or written through a symbolic link. Calls for one file are done in their
/// order, and calls for different files do not wait for each other beyond what the disk makes them.
public final class DirectoryBlobStore: BlobStore {
    let threads = BlobThreads()
    let uploads = BlobUploads()
    let whole: WholeBlobs

    /// Opens the directory, mode 0700, and makes it if there is none; blocks, and is done once when a server starts.
    ///
    /// - Parameter path: The directory; the one above it exists.
    /// - Throws: ``ChatError`` with code `storage` when it cannot be used, `storage-full` when there is no room.
    public convenience init(path: String) throws(ChatError) {
        try self.init(path: path, system: BlobSystem())
    }

    /// Opens the directory on a machine of a test's own.
    init(path: String, system: BlobSystem) throws(ChatError) {
        do {
            whole = WholeBlobs(in: try BlobDirectories(path: path), system: system)
        } catch {
            throw error.chatError("cannot use \(path)")
        }
    }

    deinit { uploads.releaseAll() }

    /// An upload that is in no table yet.
    func makeUpload(_ id: FileID) -> BlobUpload { BlobUpload(id, into: whole, table: uploads, on: threads) }

    /// Begins to receive a file, or goes on with what was received of it before.
    public func open(_ id: FileID) async throws(ChatError) -> BlobPrefix {
        let upload = makeUpload(id)
        guard uploads.claim(upload) === upload else {
            throw ChatError(.busy, "somebody is sending this file now")
        }
        while true {
            if let prefix = try await upload.openStep() { return prefix }
        }
    }

    /// Adds bytes to a file that is open.
    public func append(_ bytes: ByteBuffer, to id: FileID, at offset: Int64) async throws(ChatError) {
        try await upload(of: id).append(bytes, at: offset)
    }

    /// Makes a file that is open whole.
    public func finish(_ id: FileID, size: Int64, digest: FileDigest) async throws(ChatError) {
        try await upload(of: id).finish(size: size, digest: digest)
    }

    /// Lets go of a file that is open.
    public func close(_ id: FileID) async { await uploads[id]?.close() }

    /// Removes what was received of a file that is not whole.
    public func discard(_ id: FileID) async throws(ChatError) {
        // The place in the table is held meanwhile, so nobody opens what is about to go.
        while try await !uploads.claim(makeUpload(id)).discard() {}
    }

    /// How many bytes were received of a file that is not whole.
    public func received(_ id: FileID) async -> Int64 {
        await threads.run { [whole] in whole.directories.uploadSize(id) }
    }

    /// Reads a piece of a whole file, of 16 MiB at most.
    public func read(_ digest: FileDigest, at offset: Int64, count: Int) async throws(ChatError) -> ByteBuffer {
        guard offset >= 0, count >= 0 else { throw ChatError(.invalid, "no piece of a file begins before it") }
        let piece = try await blocking("the file could not be read") { whole throws(BlobFault) in
            try whole.read(digest, at: offset, count: count)
        }
        guard let piece else { throw ChatError(.notFound, "there is no such file") }
        return piece
    }

    /// The room on the disk.
    public func space() async throws(ChatError) -> BlobSpace {
        let room = await threads.run { [whole] in whole.directories.root.room }
        guard let room else { throw ChatError(.storage, "the room on the disk could not be read") }
        return BlobSpace(available: room.available, total: room.total)
    }

    /// Asks something of the whole files on a thread that may wait for the disk.
    ///
    /// - Parameters:
    ///   - what: What an error says, such as "the file could not be read".
    ///   - work: What to ask.
    /// - Returns: The answer.
    /// - Throws: ``ChatError``.
    func blocking<Value: Sendable>(
        _ what: String, _ work: @escaping @Sendable (WholeBlobs) throws(BlobFault) -> Value
    ) async throws(ChatError) -> Value {
        do {
            return try await threads.run { [whole] () throws(BlobFault) in try work(whole) }
        } catch {
            throw error.chatError(what)
        }
    }

    private func upload(of id: FileID) throws(ChatError) -> BlobUpload {
        guard let upload = uploads[id] else { throw BlobUpload.notOpen }
        return upload
    }
}
