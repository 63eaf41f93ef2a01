internal import ChatroomCore
internal import ChatroomSystem
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
        if let existing = Directory(path) {
            guard let status = existing.status else { throw failure(path) }
            try check(path, status, forbidden: 0o022)
            return false
        }
        guard errno == ENOENT else {
            throw ChatError(.configuration, "cannot use the directory \(path) (\(SystemError.last.given))")
        }
        if let slash = path.lastIndex(of: "/"), slash != path.startIndex { try makeParent(String(path[..<slash])) }
        guard Directory.working.make(path) || errno == EEXIST, let made = Directory(path), made.setMode(0o700) else {
            throw ChatError(.fileAccess, "cannot create the directory \(path) (\(SystemError.last.given))")
        }
        return true
    }

    /// Makes a directory above the one that is wanted, if it is not there.
    private static func makeParent(_ path: String) throws(ChatError) {
        guard Directory.working.status(of: path, followsLinks: true) == nil else { return }
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
        guard let place = Directory.place(of: path),
            place.directory.replace(place.name, with: Array(text.utf8), through: "\(place.name).new")
        else { throw failure(path) }
    }

    private static func failure(_ path: String) -> ChatError {
        ChatError(.fileAccess, "cannot write \(path) (\(SystemError.last.given))")
    }
}
