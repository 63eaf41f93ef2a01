public import ChatroomCore
internal import Glibc

/// A directory that only its user may look into: mode 0700 whatever the umask.
public struct PrivateDirectory: Sendable {
    /// The path.
    public let path: String
    /// How messages name it.
    public let shownAs: String

    /// Names a directory, which need not exist.
    public init(path: String, shownAs: String) { (self.path, self.shownAs) = (path, shownAs) }

    /// Opens the directory.
    ///
    /// - Returns: `nil` when it does not exist.
    /// - Throws: `ChatError` with code `configuration` when another user owns it or may write into it, with code
    ///   `file-access` when it cannot be opened.
    public func open() throws(ChatError) -> Directory? {
        guard let directory = Directory(path) else {
            let error = SystemError.last
            if error.number == ENOENT { return nil }
            throw error.chatError(.fileAccess, "cannot open \(shownAs)")
        }
        guard let status = directory.status, status.st_uid == geteuid() else {
            throw ChatError(.configuration, "\(shownAs) belongs to another user")
        }
        guard status.st_mode & 0o022 == 0 else {
            throw ChatError(
                .configuration, "\(shownAs) is writable by others (mode \(PrivateFile.octal(status.st_mode)))",
                hint: "Run: chmod 700 \(shownAs)")
        }
        return directory
    }

    /// Opens the directory, and makes it and what is missing above it if need be.
    ///
    /// - Throws: What ``open()`` throws, and `ChatError` with code `file-access` when it cannot be made.
    public func openOrCreate() throws(ChatError) -> Directory {
        if let directory = try open() { return directory }
        try create(path)
        guard let directory = try open() else {
            throw ChatError(.fileAccess, "\(shownAs) was removed while it was in use")
        }
        return directory
    }

    private func create(_ path: String) throws(ChatError) {
        if Directory.working.make(path) { return }
        if errno == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex {
            try create(String(path[..<slash]))
            if Directory.working.make(path) { return }
        }
        let error = SystemError.last
        guard error.number == EEXIST else {
            throw error.chatError(.fileAccess, "cannot make the directory \(shownAs)")
        }
        // Something has the name; a link may lead nowhere, or in circles.
        guard Directory.working.status(of: path, followsLinks: true) != nil else {
            let place = path == self.path ? "that" : "\(path)"
            throw SystemError.last.chatError(
                .fileAccess, "cannot make the directory \(shownAs): \(place) is a link that leads nowhere")
        }
    }
}
