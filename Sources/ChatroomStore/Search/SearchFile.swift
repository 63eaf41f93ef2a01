internal import ChatroomCore
internal import Glibc

/// The database file of a search index and what SQLite puts beside it, in a directory that the store holds.
struct SearchFile {
    let path: String

    init(directory: String) { path = directory + "/search.db" }

    /// Makes the file for its owner only if there is none, since SQLite would give it the mode of the umask.
    ///
    /// - Throws: ``ChatError`` with code `configuration` when the system refuses or a link is in the way.
    func make() throws(ChatError) {
        let file = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw refusal(errno) }
        let outcome = fchmod(file, 0o600)
        let reason = errno
        close(file)
        guard outcome == 0 else { throw refusal(reason) }
    }

    /// Removes the file, and first what belongs to it, which must never meet another.
    ///
    /// - Throws: ``ChatError`` with code `configuration` when the system refuses.
    func remove() throws(ChatError) {
        for suffix in ["-wal", "-shm", "-journal", ""] where unlink(path + suffix) != 0 && errno != ENOENT {
            throw refusal(errno)
        }
    }

    private func refusal(_ reason: CInt) -> ChatError {
        ChatError(.configuration, "cannot use \(path): \(String(cString: strerror(reason)))")
    }
}
