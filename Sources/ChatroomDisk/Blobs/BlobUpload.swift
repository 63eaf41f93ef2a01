internal import ChatroomCore
internal import ChatroomStore
internal import NIOCore

/// A file that is being received: it alone touches what was received of it, one call after the other.
///
/// It is in the table of open files from before its file is opened until after it was let go of, so there are never
/// two for one file. Once ended it stays so.
actor BlobUpload {
    /// What is asked of a file that nobody opened is refused with.
    static let notOpen = ChatError(.notFound, "the file is not open")

    private enum State {
        case unopened
        /// What is on the disk is being taken in.
        case reading(BlobContent)
        case open(BlobContent)
        case ended
    }

    nonisolated let id: FileID
    private let lane: BlobLane
    private let whole: WholeBlobs
    private let table: BlobUploads
    private var state = State.unopened

    nonisolated var unownedExecutor: UnownedSerialExecutor { lane.asUnownedSerialExecutor() }
    private var directories: BlobDirectories { whole.directories }

    /// Makes an upload that is not opened yet.
    init(_ id: FileID, into whole: WholeBlobs, table: BlobUploads, on threads: BlobThreads) {
        self.id = id
        self.whole = whole
        self.table = table
        lane = BlobLane(on: threads)
    }

    /// Opens the file, or takes in one more piece of what is there, so that a long file lets others have their turn.
    ///
    /// - Returns: What is there; `nil` when there is more to take in.
    /// - Throws: ``ChatError``; then it has ended.
    func openStep() throws(ChatError) -> BlobPrefix? {
        do throws(BlobFault) {
            switch state {
            case .unopened: state = .reading(BlobContent(of: try directories.openUpload(id), system: whole.system))
            case .reading(var content):
                let isMore = try content.readOn()
                state = isMore ? .reading(content) : .open(content)
            case .open(let content): return content.prefix
            case .ended: break
            }
        } catch {
            end()
            throw error.chatError("the file could not be opened")
        }
        // Somebody closed or discarded it meanwhile.
        if case .ended = state { throw Self.notOpen }
        return nil
    }

    /// Adds bytes; a full disk leaves everything as it was, another fault ends the upload.
    func append(_ bytes: ByteBuffer, at offset: Int64) throws(ChatError) {
        guard case .open(var content) = state else { throw Self.notOpen }
        guard offset == content.size else {
            throw ChatError(.invalid, "the file has \(content.size) bytes, not \(offset)")
        }
        do throws(BlobFault) {
            try content.append(bytes)
            state = .open(content)
        } catch {
            if !error.isFull { end() }
            throw error.chatError("the file could not be written")
        }
    }

    /// Makes the file whole; what goes wrong ends the upload, but for a digest or a size that is another.
    func finish(size: Int64, digest: FileDigest) throws(ChatError) {
        guard case .open(let content) = state else { throw Self.notOpen }
        guard content.size == size else {
            throw ChatError(.digestMismatch, "the file has \(content.size) bytes, not \(size)")
        }
        guard content.digest == digest else {
            throw ChatError(.digestMismatch, "the bytes of the file are not those that were named")
        }
        defer { end() }
        try flush(content)
        do {
            try whole.admit(id, as: digest)
        } catch {
            throw error.chatError("the file could not be put in its place")
        }
    }

    /// Lets go of the file; what was received is kept.
    func close() { end() }

    /// Removes what was received.
    ///
    /// - Returns: Whether it did; `false` when the upload had ended before, so that the file may be another's.
    /// - Throws: ``ChatError``.
    func discard() throws(ChatError) -> Bool {
        if case .ended = state { return false }
        defer { end() }
        do {
            try directories.removeUpload(id)
        } catch {
            throw error.chatError("the file could not be removed")
        }
        return true
    }

    private func flush(_ content: BlobContent) throws(ChatError) {
        do {
            try content.flush()
        } catch {
            // What was not written counts as written from here on, so the next flush would succeed and be a lie.
            try? directories.removeUpload(id)
            throw ChatError(.storage, "the file could not be made durable", hint: "Send it again from its beginning.")
        }
    }

    private func end() {
        state = .ended
        table.release(self)
    }
}
