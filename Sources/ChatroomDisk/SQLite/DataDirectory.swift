internal import ChatroomCore
internal import Glibc

/// The directory that holds all that a server stores, held by this process alone for as long as this object lives.
///
/// One process must be the only one to write to the database, so a file `lock` in the directory is locked (flock(2)):
/// the kernel lets go of it when the process ends, however it ends. Files are made with mode 0600 whatever the umask
/// is, and a symbolic link in the place of one of them is refused.
final class DataDirectory: Sendable {
    let path: String
    private let lock: CInt

    var databasePath: String { path + "/chatroom.db" }

    /// Makes what is missing and takes the lock.
    ///
    /// - Throws: ``ChatError`` with code `configuration` when another process holds the lock, or something is in the
    ///   way.
    init(path: String) throws(ChatError) {
        self.path = path
        try Self.makeDirectory(path)
        lock = try Self.openFile(path + "/lock")
        if flock(lock, LOCK_EX | LOCK_NB) != 0 {
            let reason = errno
            guard reason == EWOULDBLOCK else { throw Self.refusal(of: path + "/lock", reason) }
            throw ChatError(
                .configuration, "another chatroom serve is using \(path)",
                hint: "Stop that one first, or give this one a directory of its own.")
        }
        // SQLite gives the files beside the database the mode of the database.
        close(try Self.openFile(databasePath))
        try Self.flush(path)
    }

    deinit {
        // Closing alone would leave the lock to a program that is just being started, until it runs.
        unlock()
        close(lock)
    }

    /// Lets the next server in.
    func unlock() { flock(lock, LOCK_UN) }

    private static func makeDirectory(_ path: String) throws(ChatError) {
        guard mkdir(path, 0o700) == 0 else {
            guard errno == EEXIST else { throw refusal(of: path, errno) }
            return
        }
        guard chmod(path, 0o700) == 0 else { throw refusal(of: path, errno) }
        try flush(path + "/..")
    }

    /// Opens a file that only its owner may read, and makes it if there is none; the caller closes it.
    static func openFile(_ path: String) throws(ChatError) -> CInt {
        let file = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw refusal(of: path, errno) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_uid == geteuid() || status.st_uid == 0 else {
            close(file)
            throw ChatError(
                .configuration, "\(path) belongs to another user (uid \(status.st_uid))",
                hint: "Run the server as that user, or give it a directory of its own.")
        }
        guard fchmod(file, 0o600) == 0 else {
            let reason = errno
            close(file)
            throw refusal(of: path, reason)
        }
        return file
    }

    /// Makes the names in a directory durable.
    private static func flush(_ path: String) throws(ChatError) {
        let directory = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { throw refusal(of: path, errno) }
        let outcome = fsync(directory)
        let reason = errno
        close(directory)
        // Some file systems cannot flush a directory and say so with EINVAL; they are no less durable for it.
        guard outcome == 0 || reason == EINVAL else { throw refusal(of: path, reason) }
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
            reason == EIO ? .storage : code, "cannot use \(path): \(String(cString: strerror(reason)))", hint: hint)
    }
}
