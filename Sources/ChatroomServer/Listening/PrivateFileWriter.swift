internal import ChatroomCore
internal import Glibc

/// Makes files and directories that only this user can read, whatever the umask.
enum PrivateFileWriter {
    /// Makes a directory of mode 0700, and those above it, unless it is there.
    ///
    /// - Returns: Whether it had to be made.
    /// - Throws: ``ChatError`` with code `configuration` when others could have put something in it, or could put
    ///   another in its place: it or a directory above it is not this user's nor root's, or others may write to it.
    static func makeDirectory(_ path: String) throws(ChatError) -> Bool {
        try PathTrust.check(path)
        return try makeWithin(path)
    }

    private static func makeWithin(_ path: String) throws(ChatError) -> Bool {
        let existing = path.withRawBytes { open($0, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        if existing >= 0 {
            defer { close(existing) }
            var status = stat()
            guard fstat(existing, &status) == 0 else { throw failure(path) }
            try check(path, status, forbidden: 0o022)
            return false
        }
        guard errno == ENOENT else {
            throw ChatError(
                .configuration, "cannot use the directory \(path) (\(String(cString: strerror(errno))))")
        }
        if let slash = path.lastIndex(of: "/"), slash != path.startIndex { try makeParent(String(path[..<slash])) }
        guard path.withRawBytes({ mkdir($0, 0o700) }) == 0 || errno == EEXIST,
            path.withRawBytes({ chmod($0, 0o700) }) == 0
        else {
            throw ChatError(.fileAccess, "cannot create the directory \(path) (\(String(cString: strerror(errno))))")
        }
        return true
    }

    /// Makes a directory above the one that is wanted, if it is not there.
    private static func makeParent(_ path: String) throws(ChatError) {
        guard access(path, F_OK) != 0 else { return }
        _ = try makeWithin(path)
    }

    /// Refuses what somebody else could have made or changed.
    ///
    /// - Parameters:
    ///   - path: What it is called.
    ///   - status: What the system knows of it.
    ///   - forbidden: The bits that its mode may not have.
    /// - Throws: ``ChatError`` with code `configuration`.
    static func check(_ path: String, _ status: stat, forbidden: mode_t) throws(ChatError) {
        guard status.st_uid == geteuid() || status.st_uid == 0 else {
            throw ChatError(
                .configuration, "\(path) belongs to another user (uid \(status.st_uid))",
                hint: "Who owns it could know the server's key or change what it stores. Use one of your own.")
        }
        let mode = status.st_mode & 0o7777
        guard mode & forbidden == 0 else {
            let octal = String(mode, radix: 8)
            let what = mode & forbidden & 0o022 != 0 ? "writable" : "readable"
            throw ChatError(
                .configuration, "\(path) is \(what) by others (mode 0\(octal))",
                hint: "If nobody has used that, run 'chmod go-rwx \(path)'.")
        }
    }

    /// Writes a file of mode 0600 that is either there whole and durable, or not there.
    static func write(_ text: String, to path: String) throws(ChatError) {
        let temporary = "\(path).new"
        unlink(temporary)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(path) }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        guard fchmod(descriptor, 0o600) == 0, Glibc.write(descriptor, bytes, bytes.count) == bytes.count,
            fsync(descriptor) == 0, rename(temporary, path) == 0
        else { throw failure(path) }
        let directory = open(String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]), O_RDONLY | O_CLOEXEC)
        guard directory >= 0 else { throw failure(path) }
        defer { close(directory) }
        guard fsync(directory) == 0 else { throw failure(path) }
    }

    private static func failure(_ path: String) -> ChatError {
        ChatError(.fileAccess, "cannot write \(path) (\(String(cString: strerror(errno))))")
    }
}
