internal import ChatroomCore
internal import GRDB

extension ChatError {
    /// Turns what went wrong inside the store into what the rest of the server sees.
    ///
    /// - Parameters:
    ///   - error: What was thrown; a refusal by the store itself is kept as it is.
    ///   - doing: What could not be done to the database, such as "written".
    ///   - onFault: Called with the database's own words unless the error is a refusal.
    init(database error: any Error, doing: String, onFault: @Sendable (String) -> Void) {
        if let refusal = error as? ChatError {
            self = refusal
            return
        }
        if let error = error as? DatabaseError {
            if error.extendedResultCode == .SQLITE_CONSTRAINT_FOREIGNKEY {
                self = .missingReference
                return
            }
            onFault("the database could not be \(doing): \(error)")
            // A rule of the schema was broken, so nothing was written, and the database is well.
            if error.resultCode == .SQLITE_CONSTRAINT {
                self = ChatError(.internalError, "the server failed to do this", hint: "Its log has the details.")
                return
            }
            // A full disk that shows in another way, such as while the shared memory grows, stays `storage`: SQLite
            // then cannot say that nothing was written.
            if error.resultCode == .SQLITE_FULL {
                self = ChatError(.storageFull, "the server's disk is full")
                return
            }
        } else {
            onFault("the database could not be \(doing): \(error)")
        }
        self = ChatError(.storage, "the database could not be \(doing)")
    }
}

/// A stored row that the program cannot make sense of, so something else than the program wrote it.
struct UnreadableRow: Error, CustomStringConvertible {
    let description: String
}
