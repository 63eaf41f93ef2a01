internal import ChatroomCore
internal import ChatroomSystem
internal import Glibc

/// A directory that files are received into, kept open: should somebody put a link in its place meanwhile, nothing
/// lands behind that.
struct ReceivingDirectory: ~Copyable {
    private let directory: Descriptor
    private let shownAs: String

    /// Opens a directory.
    ///
    /// - Parameters:
    ///   - path: Its path; links in it are followed, for the user named it.
    ///   - shownAs: What errors call it.
    /// - Throws: `ChatError` with code `file-missing` or `file-access`.
    init(path: String, shownAs: String) throws(ChatError) {
        guard let directory = Descriptor(path, O_RDONLY | O_DIRECTORY) else {
            let code: ChatError.Code = errno == ENOENT || errno == ENOTDIR ? .fileMissing : .fileAccess
            throw SystemError.last.chatError(code, "cannot use the directory \(shownAs)")
        }
        self.directory = directory
        self.shownAs = shownAs
    }

    /// Whether something has a name.
    func exists(_ name: String) -> Bool {
        var status = stat()
        return name.withRawBytes { fstatat(directory.number, $0, &status, AT_SYMLINK_NOFOLLOW) } == 0
    }

    /// Whether something has a name that a file must not take the place of: a device, a pipe, a directory.
    func isReserved(_ name: String) -> Bool {
        var status = stat()
        guard name.withRawBytes({ fstatat(directory.number, $0, &status, AT_SYMLINK_NOFOLLOW) }) == 0 else {
            return false
        }
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
        let flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK
        guard let file = Descriptor(name, in: directory.number, flags, mode: 0o600) else {
            throw SystemError.last.chatError(.fileAccess, "cannot write \(name) in \(shownAs)")
        }
        guard flock(file.number, LOCK_EX | LOCK_NB) == 0 else {
            throw ChatError(.fileAccess, "another chatroom is fetching \(id) into \(shownAs)")
        }
        // Only what an earlier attempt of this user left there; not what somebody else put there.
        guard let status = file.status, status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid(),
            status.st_nlink == 1
        else {
            throw ChatError(
                .fileAccess, "\(name) in \(shownAs) is not a file of this user's alone", hint: "Remove it.")
        }
        guard let copy = Descriptor(".", in: directory.number, O_RDONLY | O_DIRECTORY) else {
            throw SystemError.last.chatError(.fileAccess, "cannot write \(name) in \(shownAs)")
        }
        let number = file.number
        var part = PartialFile(file: file, name: name, directory: copy, shownAs: shownAs)
        // Whoever had the lock until now has given the file its name.
        guard part.isNamed else { throw ChatError(.fileAccess, "another chatroom has just fetched \(id)") }
        guard fchmod(number, 0o600) == 0, Int64(status.st_size) <= size || ftruncate(number, 0) == 0 else {
            throw SystemError.last.chatError(.fileAccess, "cannot write \(name) in \(shownAs)")
        }
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
        var status = statvfs()
        guard fstatvfs(directory.number, &status) == 0 else { return }
        let (bytes, isTooMany) = UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize))
        let available = isTooMany ? .max : Int64(clamping: bytes)
        guard available >= needed else {
            throw ChatError(
                .storageFull,
                "\(ByteText.text(needed)) are to come and \(shownAs) has room for "
                    + "\(ByteText.text(available))", hint: "Choose another directory with -o.")
        }
    }
}
