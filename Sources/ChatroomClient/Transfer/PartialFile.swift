internal import ChatroomCore
internal import ChatroomSystem
internal import Crypto
internal import Glibc
internal import NIOCore

/// A file that is being received, under a name that hides it until it is whole.
struct PartialFile: ~Copyable {
    /// How many bytes are there.
    private(set) var size: Int64 = 0
    private let lock: LockFile
    private let directory: Directory
    private let shownAs: String
    private var hasher = SHA256()

    /// After so many bytes the disk is told to begin writing.
    private static let flushedEvery: Int64 = 8 * 1024 * 1024

    /// Takes over a file that is locked.
    init(_ lock: consuming LockFile, in directory: Directory, shownAs: String) {
        self.lock = lock
        self.directory = directory
        self.shownAs = shownAs
    }

    /// What names the bytes that are there.
    var digest: FileDigest? { FileDigest(bytes: Array(hasher.finalize())) }

    /// Reads what an earlier attempt left.
    mutating func readBack() throws(ChatError) {
        var chunk = [UInt8](repeating: 0, count: 1024 * 1024)
        while true {
            guard let count = chunk.withUnsafeMutableBytes({ lock.file.read(into: $0, at: size) }) else {
                throw failure("cannot read")
            }
            guard count > 0 else { return }
            chunk.withUnsafeBytes { hasher.update(bufferPointer: UnsafeRawBufferPointer(rebasing: $0[..<count])) }
            size += Int64(count)
        }
    }

    /// Adds bytes.
    ///
    /// - Parameter bytes: The bytes.
    /// - Throws: `ChatError` with code `storage-full` or `file-access`; then none of them is there.
    mutating func append(_ bytes: ByteBuffer) throws(ChatError) {
        let start = size
        guard bytes.withUnsafeReadableBytes({ lock.file.write($0, at: start) }) else {
            let error = failure("cannot write")
            lock.file.truncate(to: start)
            throw error
        }
        bytes.withUnsafeReadableBytes { hasher.update(bufferPointer: $0) }
        size += Int64(bytes.readableBytes)
        let (before, now) = (start / Self.flushedEvery, size / Self.flushedEvery)
        if now > before { lock.file.beginWriteBack(of: before * Self.flushedEvery..<now * Self.flushedEvery) }
    }

    /// Drops all bytes.
    mutating func reset() throws(ChatError) {
        guard lock.file.truncate(to: 0) else { throw failure("cannot empty") }
        (size, hasher) = (0, SHA256())
    }

    /// Makes it durable and gives it its name; if that fails, what was received stays.
    ///
    /// - Parameters:
    ///   - name: The name.
    ///   - replacing: Whether something may have that name; a link itself is replaced, not what it leads to.
    /// - Throws: `ChatError` with code `exists`, `storage-full` or `file-access`.
    consuming func finish(as name: String, replacing: Bool) throws(ChatError) {
        guard lock.file.flush() else { throw failure("cannot store") }
        // Only these bytes were checked, not those of what somebody put in their place.
        guard lock.isNamed else { throw ChatError(.fileAccess, "\(lock.name) in \(shownAs) was removed meanwhile") }
        try place(as: name, replacing: replacing)
        guard directory.flush() else { throw failure("cannot store") }
    }

    /// Gives the file that is open its name, whatever became of the one that it has.
    borrowing func place(as name: String, replacing: Bool) throws(ChatError) {
        if replacing {
            try replace(name)
        } else {
            // Other than a rename, a link never replaces anything.
            guard directory.link(lock.file, as: name) else {
                let error = SystemError.last
                if error.number == EEXIST { throw Self.taken(name) }
                guard Directory.isWithoutLinks(error) else {
                    throw error.chatError(.fileAccess, "cannot write \(name) in \(shownAs)")
                }
                return try rename(to: name)
            }
            lock.remove()
        }
    }

    /// Removes it.
    consuming func discard() { lock.remove() }

    /// Puts it in the place of whatever has a name.
    private borrowing func replace(_ name: String) throws(ChatError) {
        let failed = "cannot replace \(name) in \(shownAs)"
        // Through a name that nobody foresees, for a link replaces nothing, and a rename goes by name.
        let passing = ".\(UInt64.random(in: 0...UInt64.max)).part"
        let source: String
        if directory.link(lock.file, as: passing) {
            source = passing
        } else {
            let error = SystemError.last
            guard Directory.isWithoutLinks(error) else { throw error.chatError(.fileAccess, failed) }
            source = lock.name
        }
        guard directory.rename(source, to: name) else {
            let error = SystemError.last.chatError(.fileAccess, failed)
            if source == passing { directory.remove(passing) }
            throw error
        }
        try checkName(name)
        if source == passing { lock.remove() }
    }

    /// Refuses a name that leads to anything but the bytes that were checked.
    private borrowing func checkName(_ name: String) throws(ChatError) {
        guard directory.holds(lock.file, as: name) else {
            throw ChatError(
                .fileAccess, "somebody else put another file in the place of \(name) in \(shownAs)",
                hint: "Receive it in a directory that nobody else may write to.")
        }
    }

    /// Gives it its name where the file system knows no links.
    private borrowing func rename(to name: String) throws(ChatError) {
        guard directory.open(name, O_WRONLY | O_CREAT | O_EXCL) != nil else {
            if errno == EEXIST { throw Self.taken(name) }
            throw SystemError.last.chatError(.fileAccess, "cannot write \(name) in \(shownAs)")
        }
        guard directory.rename(lock.name, to: name) else {
            let error = SystemError.last.chatError(.fileAccess, "cannot write \(name) in \(shownAs)")
            directory.remove(name)
            throw error
        }
        try checkName(name)
    }

    /// Why a file that has that name already is not made.
    static func taken(_ name: String) -> ChatError {
        ChatError(
            .exists, "\(name) already exists", hint: "Use --force to replace it, or -o to choose another name.")
    }

    private borrowing func failure(_ what: String) -> ChatError {
        let error = SystemError.last
        let isFull = error.isFull || error.number == EFBIG
        return error.chatError(isFull ? .storageFull : .fileAccess, "\(what) \(lock.name) in \(shownAs)")
    }
}
