internal import ChatroomCore
internal import Glibc

/// Makes files and directories that only this user can read, whatever the umask.
enum PrivateFileWriter {
    /// Makes a directory of mode 0700, and those above it, unless it is there.
    ///
    /// - Returns: Whether it had to be made.
    static func makeDirectory(_ path: String) throws(ChatError) -> Bool {
        let existing = path.withRawBytes { open($0, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        if existing >= 0 {
            close(existing)
            return false
        }
        guard errno == ENOENT else {
            throw ChatError(
                .configuration, "cannot use the directory \(path) (\(String(cString: strerror(errno))))")
        }
        if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
            _ = try makeDirectory(String(path[..<slash]))
        }
        guard path.withRawBytes({ mkdir($0, 0o700) }) == 0 || errno == EEXIST,
            path.withRawBytes({ chmod($0, 0o700) }) == 0
        else {
            throw ChatError(.fileAccess, "cannot create the directory \(path) (\(String(cString: strerror(errno))))")
        }
        return true
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
