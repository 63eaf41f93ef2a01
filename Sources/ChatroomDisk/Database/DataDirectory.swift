internal import ChatroomCore
internal import ChatroomSystem
internal import Glibc

/// The directory that holds all that a server stores, held by this process alone for as long as this object lives.
///
/// One process must be the only one to write to the database, so a file `lock` in the directory is locked (flock(2)):
/// the kernel lets go of it when the process ends, however it ends. Files are made with mode 0600 whatever the umask
/// is, and a symbolic link in the place of one of them is refused.
final class DataDirectory: Sendable {
    let path: String
    private let lock: Descriptor

    var databasePath: String { path + "/chatroom.db" }

    /// Makes what is missing and takes the lock.
    ///
    /// - Throws: ``ChatError`` with code `configuration` when another process holds the lock, or something is in the
    ///   way.
    init(path: String) throws(ChatError) {
        self.path = path
        try Self.makeDirectory(path)
        lock = try Self.openFile(path + "/lock")
        guard lock.lock(waits: false) else {
            let reason = errno
            guard reason == EWOULDBLOCK else { throw Self.refusal(of: path + "/lock", reason) }
            throw ChatError(
                .configuration, "another chatroom serve is using \(path)",
                hint: "Stop that one first, or give this one a directory of its own.")
        }
        // SQLite gives the files beside the database the mode of the database.
        _ = try Self.openFile(databasePath)
        try Self.flush(path)
    }

    deinit { unlock() }

    /// Lets the next server in.
    func unlock() { lock.unlock() }

    private static func makeDirectory(_ path: String) throws(ChatError) {
        guard Directory.working.make(path) else {
            guard errno == EEXIST else { throw refusal(of: path, errno) }
            return
        }
        guard let directory = Directory(path), directory.setMode(0o700) else { throw refusal(of: path, errno) }
        try flush(path + "/..")
    }

    /// Opens a file that only its owner may read, and makes it if there is none.
    static func openFile(_ path: String) throws(ChatError) -> Descriptor {
        guard let file = Descriptor(path, O_RDWR | O_CREAT | O_NOFOLLOW, mode: 0o600), let status = file.status else {
            throw refusal(of: path, errno)
        }
        guard status.st_uid == geteuid() || status.st_uid == 0 else {
            throw ChatError(
                .configuration, "\(path) belongs to another user (uid \(status.st_uid))",
                hint: "Run the server as that user, or give it a directory of its own.")
        }
        guard file.setMode(0o600) else { throw refusal(of: path, errno) }
        return file
    }

    /// Makes the names in a directory durable.
    private static func flush(_ path: String) throws(ChatError) {
        guard let directory = Directory(path), directory.flush() else { throw refusal(of: path, errno) }
    }

    /// Why a path cannot be used.
    static func refusal(of path: String, _ reason: CInt) -> ChatError {
        let hint: String? =
            switch reason {
            case EACCES, EPERM: "It must belong to the user who runs the server."
            case EROFS: "The server needs a file system that is not read-only."
            case ELOOP: "A link is not followed there."
            case EISDIR, ENOTDIR: "Something else is in its place."
            default: nil
            }
        let code: ChatError.Code = [ENOSPC, EDQUOT].contains(reason) ? .storageFull : .configuration
        return ChatError(
            reason == EIO ? .storage : code, "cannot use \(path): \(SystemError(reason).given)", hint: hint)
    }
}
