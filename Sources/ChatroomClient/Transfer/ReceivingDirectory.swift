internal import ChatroomCore
internal import ChatroomSystem
internal import Glibc

/// A directory that files are received into, kept open: should somebody put a link in its place meanwhile, nothing
/// lands behind that.
struct ReceivingDirectory {
    private let directory: Directory
    private let shownAs: String

    /// Opens a directory.
    ///
    /// - Parameters:
    ///   - path: Its path; links in it are followed, for the user named it.
    ///   - shownAs: What errors call it.
    /// - Throws: `ChatError` with code `file-missing` or `file-access`.
    init(path: String, shownAs: String) throws(ChatError) {
        guard let directory = Directory(path) else {
            let code: ChatError.Code = errno == ENOENT || errno == ENOTDIR ? .fileMissing : .fileAccess
            throw SystemError.last.chatError(code, "cannot use the directory \(shownAs)")
        }
        self.directory = directory
        self.shownAs = shownAs
    }

    /// Whether something has a name.
    func exists(_ name: String) -> Bool { directory.status(of: name) != nil }

    /// Whether something has a name that a file must not take the place of: a device, a pipe, a directory.
    func isReserved(_ name: String) -> Bool {
        guard let status = directory.status(of: name) else { return false }
        return status.st_mode & S_IFMT != S_IFREG && status.st_mode & S_IFMT != S_IFLNK
    }

    /// Begins to receive a file, or goes on with what an earlier attempt left.
    ///
    /// - Parameters:
    ///   - id: The file.
    ///   - size: How many bytes it will have.
    /// - Returns: The part that is there.
    /// - Throws: `ChatError` with code `storage-full` or `file-access`.
    func begin(_ id: FileID, expecting size: Int64) throws(ChatError) -> PartialFile {
        let name = ".\(id).part"
        guard let lock = LockFile(name, in: directory, waits: false) else {
            let error = SystemError.last
            guard error.number != EWOULDBLOCK else {
                throw ChatError(.fileAccess, "another chatroom is fetching \(id) into \(shownAs)")
            }
            throw error.chatError(.fileAccess, "cannot write \(name) in \(shownAs)")
        }
        // Only what an earlier attempt of this user left there; not what somebody else put there.
        guard let status = lock.file.status, status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid(),
            status.st_nlink == 1
        else {
            throw ChatError(
                .fileAccess, "\(name) in \(shownAs) is not a file of this user's alone", hint: "Remove it.")
        }
        // Whoever had the lock until now has given the file its name.
        guard lock.isNamed else { throw ChatError(.fileAccess, "another chatroom has just fetched \(id)") }
        guard lock.file.setMode(0o600), Int64(status.st_size) <= size || lock.file.truncate(to: 0) else {
            throw SystemError.last.chatError(.fileAccess, "cannot write \(name) in \(shownAs)")
        }
        var part = PartialFile(lock, in: directory, shownAs: shownAs)
        try part.readBack()
        do {
            try check(room: size - part.size)
        } catch {
            if part.size == 0 { part.discard() }
            throw error
        }
        return part
    }

    private func check(room needed: Int64) throws(ChatError) {
        guard let available = directory.room?.available, available < needed else { return }
        throw ChatError(
            .storageFull,
            "\(ByteText.text(needed)) are to come and \(shownAs) has room for \(ByteText.text(available))",
            hint: "Choose another directory with -o.")
    }
}
