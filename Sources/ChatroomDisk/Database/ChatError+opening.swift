internal import ChatroomCore
internal import GRDB

extension ChatError {
    /// Says why a database could not be opened, and what to do about it.
    ///
    /// - Parameters:
    ///   - error: What was thrown; a refusal by the store itself is kept as it is.
    ///   - path: The database's file.
    ///   - onFault: Called with the database's own words unless the error is a refusal.
    init(opening error: any Error, at path: String, onFault: @Sendable (String) -> Void) {
        guard let error = error as? DatabaseError else {
            self.init(database: error, doing: "opened", onFault: onFault)
            return
        }
        onFault("the database could not be opened: \(error)")
        let (code, reason, hint) = Self.reason(of: error)
        self.init(code, "cannot open the database \(path): \(reason)", hint: hint)
    }

    /// The result codes are those of https://sqlite.org/rescode.html.
    private static func reason(of error: DatabaseError) -> (Code, reason: String, hint: String) {
        switch error.resultCode {
        case .SQLITE_NOTADB:
            (
                .storage, "it is no database",
                "If it was one, it is damaged: put a backup in its place. Otherwise use another --data directory."
            )
        case .SQLITE_CORRUPT:
            (.storage, "it is damaged", "Put a backup in its place, and look at the disk.")
        case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH:
            (
                .configuration, "a file beside it cannot be opened",
                "All files in its directory must be plain ones of the user who runs the server."
            )
        case .SQLITE_READONLY:
            (
                .configuration, "it cannot be written",
                "It must belong to the user who runs the server, on a file system that is not read-only."
            )
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            (
                .configuration, "another program has it open",
                "Stop that program, such as sqlite3 or a backup; 'fuser' names it."
            )
        case .SQLITE_FULL: (.storageFull, "the disk is full", "Make room and start the server again.")
        case .SQLITE_IOERR:
            (.storage, "the disk failed (\(error.message ?? "I/O error"))", "'dmesg' has the kernel's words about it.")
        case .SQLITE_NOMEM: (.storage, "there is no memory left", "Give the server more, or end what uses it.")
        default:
            (.storage, error.message ?? "SQLite's code is \(error.extendedResultCode.rawValue)", "The log has more.")
        }
    }
}
