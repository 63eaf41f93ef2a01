internal import ChatroomCore
internal import ChatroomSystem
internal import Crypto
internal import Glibc
internal import NIOCore

/// A file that is being received, under a name that hides it until it is whole.
struct PartialFile: ~Copyable {
    /// How many bytes are there.
    private(set) var size: Int64 = 0
    private let file: Descriptor
    private let name: String
    private let directory: Descriptor
    private let shownAs: String
    private var hasher = SHA256()

    /// After so many bytes the disk is told to begin writing.
    private static let flushedEvery: Int64 = 8 * 1024 * 1024

    /// Takes over an open file.
    init(
        file: consuming Descriptor, name: String, directory: consuming Descriptor, shownAs: String
    ) {
        self.file = file
        self.name = name
        self.directory = directory
        self.shownAs = shownAs
    }

    // Said in so many words, for a program that is just being started holds copies of all descriptors until it runs, and
    // the lock with them.
    deinit { flock(file.number, LOCK_UN) }

    /// What names the bytes that are there.
    var digest: FileDigest? { FileDigest(bytes: Array(hasher.finalize())) }

    /// Reads what an earlier attempt left.
    mutating func readBack() throws(ChatError) {
        var chunk = [UInt8](repeating: 0, count: 1024 * 1024)
        while true {
            let count = pread(file.number, &chunk, chunk.count, off_t(size))
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure("cannot read") }
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
        let isWritten = bytes.withUnsafeReadableBytes { all in
            var offset = 0
            while offset < all.count {
                let rest = UnsafeRawBufferPointer(rebasing: all[offset...])
                let count = pwrite(file.number, rest.baseAddress, rest.count, off_t(start) + offset)
                if count > 0 { offset += count } else if count == 0 || errno != EINTR { return false }
            }
            return true
        }
        guard isWritten else {
            let error = failure("cannot write")
            ftruncate(file.number, off_t(start))
            throw error
        }
        bytes.withUnsafeReadableBytes { hasher.update(bufferPointer: $0) }
        size += Int64(bytes.readableBytes)
        let (before, now) = (start / Self.flushedEvery, size / Self.flushedEvery)
        if now > before {
            let from = before * Self.flushedEvery
            let count = now * Self.flushedEvery - from
            // What is on its way to the disk early need not be waited for at the end.
            _ = posix_fadvise(file.number, off_t(from), off_t(count), POSIX_FADV_DONTNEED)
        }
    }

    /// Drops all bytes.
    mutating func reset() throws(ChatError) {
        guard ftruncate(file.number, 0) == 0 else { throw failure("cannot empty") }
        (size, hasher) = (0, SHA256())
    }

    /// Makes it durable and gives it its name; if that fails, what was received stays.
    ///
    /// - Parameters:
    ///   - name: The name.
    ///   - replacing: Whether something may have that name; a link itself is replaced, not what it leads to.
    /// - Throws: `ChatError` with code `exists`, `storage-full` or `file-access`.
    consuming func finish(as name: String, replacing: Bool) throws(ChatError) {
        guard fsync(file.number) == 0 else { throw failure("cannot store") }
        // Only these bytes were checked, not those of what somebody put in their place.
        guard isNamed else { throw ChatError(.fileAccess, "\(self.name) in \(shownAs) was removed meanwhile") }
        try place(as: name, replacing: replacing)
        guard fsync(directory.number) == 0 || errno == EINVAL else { throw failure("cannot store") }
    }

    /// Gives the file that is open its name, whatever became of the one that it has.
    borrowing func place(as name: String, replacing: Bool) throws(ChatError) {
        if replacing {
            try replace(name)
        } else {
            // Other than a rename, a link never replaces anything.
            guard link(as: name) else {
                let reason = errno
                if reason == EEXIST { throw Self.taken(name) }
                guard Self.isWithoutLinks(reason) else {
                    throw SystemError(reason).chatError(.fileAccess, "cannot write \(name) in \(shownAs)")
                }
                return try rename(to: name)
            }
            if isNamed { unlinkat(directory.number, self.name, 0) }
        }
    }

    /// Removes it.
    consuming func discard() {
        if isNamed { unlinkat(directory.number, name, 0) }
    }

    /// Whether its name still leads to the file that is open.
    var isNamed: Bool { isOpen(under: name) }

    /// Whether a name leads to the file that is open.
    private borrowing func isOpen(under name: String) -> Bool {
        var named = stat()
        guard let opened = file.status, fstatat(directory.number, name, &named, AT_SYMLINK_NOFOLLOW) == 0 else {
            return false
        }
        return opened.st_dev == named.st_dev && opened.st_ino == named.st_ino
    }

    /// Gives the file that is open another name, whatever its own name leads to by now.
    ///
    /// - Returns: Whether it could be; `errno` says why not.
    private borrowing func link(as name: String) -> Bool {
        let (place, opened) = (directory.number, "/proc/self/fd/\(file.number)")
        return name.withRawBytes { linkat(AT_FDCWD, opened, place, $0, AT_SYMLINK_FOLLOW) } == 0
    }

    /// Whether a link could not be made because the file system, or a system without `/proc`, makes none.
    private static func isWithoutLinks(_ reason: Int32) -> Bool {
        [EPERM, EOPNOTSUPP, EMLINK, EXDEV].contains(reason) || reason == ENOENT && access("/proc/self/fd", F_OK) != 0
    }

    /// Puts it in the place of whatever has a name.
    private borrowing func replace(_ name: String) throws(ChatError) {
        let failed = "cannot replace \(name) in \(shownAs)"
        // Through a name that nobody foresees, for a link replaces nothing, and a rename goes by name.
        let passing = ".\(UInt64.random(in: 0...UInt64.max)).part"
        let source: String
        if link(as: passing) {
            source = passing
        } else {
            guard Self.isWithoutLinks(errno) else { throw SystemError.last.chatError(.fileAccess, failed) }
            source = self.name
        }
        let place = directory.number
        guard name.withRawBytes({ renameat(place, source, place, $0) }) == 0 else {
            let error = SystemError.last.chatError(.fileAccess, failed)
            if source == passing { unlinkat(directory.number, passing, 0) }
            throw error
        }
        try checkName(name)
        if source == passing, isNamed { unlinkat(directory.number, self.name, 0) }
    }

    /// Refuses a name that leads to anything but the bytes that were checked.
    private borrowing func checkName(_ name: String) throws(ChatError) {
        guard isOpen(under: name) else {
            throw ChatError(
                .fileAccess, "somebody else put another file in the place of \(name) in \(shownAs)",
                hint: "Receive it in a directory that nobody else may write to.")
        }
    }

    /// Gives it its name where the file system knows no links.
    private borrowing func rename(to name: String) throws(ChatError) {
        let (place, part) = (directory.number, self.name)
        let isTaken = name.withRawBytes { openat(place, $0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600) }
        guard isTaken >= 0 else {
            if errno == EEXIST { throw Self.taken(name) }
            throw SystemError.last.chatError(.fileAccess, "cannot write \(name) in \(shownAs)")
        }
        close(isTaken)
        guard name.withRawBytes({ renameat(place, part, place, $0) }) == 0 else {
            let error = SystemError.last.chatError(.fileAccess, "cannot write \(name) in \(shownAs)")
            _ = name.withRawBytes { unlinkat(place, $0, 0) }
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
        let isFull = errno == ENOSPC || errno == EDQUOT || errno == EFBIG
        return SystemError.last.chatError(isFull ? .storageFull : .fileAccess, "\(what) \(name) in \(shownAs)")
    }
}
