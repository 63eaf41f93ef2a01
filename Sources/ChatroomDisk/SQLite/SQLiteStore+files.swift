internal import ChatroomCore
internal import ChatroomStore
internal import FoundationEssentials
internal import GRDB

extension SQLiteStore {
    /// Notes a file that an account begins to send.
    func beginFile(
        _ file: PendingFile, of account: Account.ID, quota: FileQuota
    ) async throws(ChatError) {
        try await transaction { db in
            let kept = KeptFiles(db: db, quota: quota, owner: account, time: file.touched)
            try kept.checkOpen()
            try kept.checkCount()
            try kept.check(adding: file.size ?? 0, to: .account)
            // What is said to come does not count for all, but what can never fit need not begin.
            try kept.check(adding: file.size ?? 0, to: .all)
            let waiting = try db.first(
                "SELECT count(*) FROM files WHERE owner = ? AND seq IS NULL AND kept = 1", [account.rawValue]
            ) { try $0.integer(0) }
            guard waiting ?? 0 < quota.pending else {
                throw ChatError(
                    .quotaExceeded, "you have \(quota.pending) unfinished uploads (unsent-files-per-user)",
                    hint: "'chatroom sendfile --list' shows them; they expire after a day.")
            }
            try DirectPair.store(file.conversation, in: db)
            let changed = try db.run(
                """
                INSERT INTO files (id, owner, conversation, name, type, size, touched)
                VALUES (?, ?, ?, CAST(? AS TEXT), ?, ?, ?) ON CONFLICT (id) DO NOTHING
                """,
                [
                    file.id.rawValue, account.rawValue, file.conversation.rawValue, Data(text: file.name.text),
                    file.type, file.size, file.touched.milliseconds,
                ])
            guard changed == 1 else { throw ChatError(.exists, "there is a file \(file.id)") }
        }
    }

    /// A file of an account that no message brings yet.
    func pendingFile(_ id: FileID, of account: Account.ID) async throws(ChatError) -> PendingFile? {
        try await read { db in
            try db.first(PendingFile.sql + " AND id = ?", [account.rawValue, id.rawValue], PendingFile.init(row:))
        }
    }

    /// The files of an account that no message brings yet, the oldest first.
    func pendingFiles(of account: Account.ID) async throws(ChatError) -> [PendingFile] {
        try await read { db in
            let sql = PendingFile.sql + " ORDER BY touched LIMIT 1000"
            return try db.all(sql, [account.rawValue], PendingFile.init(row:))
        }
    }

    /// Notes that so many bytes of a file are there, or will be in a moment, and counts them as kept.
    func noteReceived(
        _ bytes: Int64, of id: FileID, quota: FileQuota, at time: Timestamp
    ) async throws(ChatError) {
        try await transaction { db in
            guard let file = try UnsentFile(id, in: db) else { throw ChatError(.notFound, "there is no file \(id)") }
            let kept = KeptFiles(db: db, quota: quota, owner: file.owner, time: time)
            let received = max(bytes, file.received)
            if !file.isActive(quota, at: time) { try kept.checkOpen() }
            try kept.check(adding: (file.size ?? received) - file.counted(quota, at: time), to: .account)
            try kept.check(adding: received - file.received, to: .all)
            try db.run(
                "UPDATE files SET reserved = ?, touched = ? WHERE id = ?",
                [received, time.milliseconds, id.rawValue])
        }
    }

    /// Notes that all bytes of a file are there.
    func finishFile(
        _ id: FileID, as whole: WholeFile, quota: FileQuota, at time: Timestamp
    ) async throws(ChatError) {
        try await transaction { db in
            guard let file = try UnsentFile(id, in: db) else { throw ChatError(.notFound, "there is no file \(id)") }
            guard file.size ?? whole.size == whole.size else {
                throw ChatError(.invalid, "file \(id) has another size than was said")
            }
            if !file.isWhole {
                let kept = KeptFiles(db: db, quota: quota, owner: file.owner, time: time)
                try kept.check(adding: whole.size - file.counted(quota, at: time), to: .account)
                try kept.check(adding: whole.size - file.received, to: .all)
            }
            try db.run(
                "UPDATE files SET size = ?, digest = ?, expires = ?, downloads = ?, touched = ? WHERE id = ?",
                [
                    whole.size, Data(whole.digest.bytes), whole.expires?.milliseconds, whole.downloads,
                    time.milliseconds, id.rawValue,
                ])
        }
    }

    /// Forgets a file of an account that no message brings.
    func discardFile(_ id: FileID, of account: Account.ID) async throws(ChatError) {
        try await transaction { db in
            _ = try db.run(
                "DELETE FROM files WHERE id = ? AND owner = ? AND seq IS NULL", [id.rawValue, account.rawValue])
        }
    }

    /// A file that a message brings, whose bytes are kept at a time, and that an account may fetch.
    func storedFile(
        _ id: FileID, for account: Account.ID, isCounted: Bool, at time: Timestamp
    ) async throws(ChatError) -> StoredFile? {
        // One statement, so that what is not to be fetched takes as long as what does not exist.
        let sql = """
            SELECT \(Attachment.columns), files.conversation, files.seq, users.name, messages.time
            FROM files JOIN messages USING (conversation, seq) JOIN users ON users.id = messages.sender
            WHERE files.id = ? AND files.kept = 1 AND messages.file = files.id
                AND coalesce(files.expires > ?, TRUE)
                AND (files.downloads IS NULL OR files.downloads > 0 OR files.taker = ? OR ?)
            """
        return try await read { db in
            try db.first(sql, [id.rawValue, time.milliseconds, account.rawValue, isCounted]) { row in
                StoredFile(
                    attachment: try Attachment(id, row: row),
                    conversation: Conversation.ID(rawValue: try row.integer(4)),
                    seq: try row.integer(5), sender: try row.value(6) { try UserName($0) },
                    time: Timestamp(milliseconds: try row.integer(7)))
            }
        }
    }

    /// Counts one time that an account fetches a file, or gives it more time for one that was counted.
    func takeDownload(
        of id: FileID, by account: Account.ID, again: Bool, at time: Timestamp
    ) async throws(ChatError) -> Bool {
        let left = try await read { db in
            try db.first("SELECT downloads, taker FROM files WHERE id = ? AND kept = 1", [id.rawValue]) {
                (downloads: $0[0] as Int64?, taker: $0[1] as Int64?)
            }
        }
        guard let left else { return false }
        guard let downloads = left.downloads else { return true }
        if downloads == 0, again {
            let sql = "UPDATE files SET expires = max(expires, ?) WHERE id = ? AND kept = 1 AND downloads = 0"
            return try await transaction { db in
                try db.run(sql, [time.milliseconds + 600_000, id.rawValue]) == 1
            }
        }
        if again { return true }
        if downloads == 0 { return left.taker == account.rawValue }
        return try await transaction { db in
            // Some minutes for whom the end did not reach.
            try db.run(
                """
                UPDATE files SET downloads = downloads - 1, taker = ?,
                    expires = CASE WHEN downloads = 1 THEN min(coalesce(expires, ?), ?) ELSE expires END
                WHERE id = ? AND kept = 1 AND downloads > 0
                """,
                [account.rawValue, Int64.max, time.milliseconds + 600_000, id.rawValue]) == 1
        }
    }

    /// Forgets files whose time is over, and those that no message brings and nothing was done about since a time.
    func expireFiles(at time: Timestamp, pendingSince: Timestamp) async throws(ChatError) {
        let sql = """
            SELECT EXISTS (SELECT * FROM files WHERE kept = 1 AND expires <= ?)
                OR EXISTS (SELECT * FROM files WHERE seq IS NULL AND touched < ?)
            """
        let bounds: StatementArguments = [time.milliseconds, pendingSince.milliseconds]
        guard try await read({ db in try db.first(sql, bounds) { try $0.integer(0) } }) == 1 else { return }
        // Their names are words, too.
        await follower.noteDeletions()
        try await transaction { db in
            try db.run("UPDATE files SET kept = 0 WHERE kept = 1 AND expires <= ?", [time.milliseconds])
            try db.run("DELETE FROM files WHERE seq IS NULL AND touched < ?", [pendingSince.milliseconds])
        }
    }

    /// Whether a file is known that no message brings yet and that is not whole.
    func isUploadKnown(_ id: FileID) async throws(ChatError) -> Bool {
        let sql = "SELECT EXISTS (SELECT * FROM files WHERE id = ? AND digest IS NULL)"
        return try await read { db in try db.first(sql, [id.rawValue]) { try $0.integer(0) } } == 1
    }

    /// Whether any file needs these bytes.
    func isBlobNeeded(_ digest: FileDigest) async throws(ChatError) -> Bool {
        let sql = "SELECT EXISTS (SELECT * FROM files WHERE digest = ? AND kept = 1)"
        return try await read { db in try db.first(sql, [Data(digest.bytes)]) { try $0.integer(0) } } == 1
    }
}

extension PendingFile {
    fileprivate static let sql = """
        SELECT id, conversation, name, type, size, digest, touched FROM files
        WHERE owner = ? AND seq IS NULL AND kept = 1
        """

    fileprivate init(row: Row) throws {
        guard let id = FileID(rawValue: try row.integer(0)) else { throw UnreadableRow(description: "a file's id") }
        self.init(
            id: id, conversation: Conversation.ID(rawValue: try row.integer(1)),
            name: try row.value(2) { try FileName($0) }, type: try row.text(3), size: row[4],
            digest: try row.optionalBytes(5).flatMap { FileDigest(bytes: $0) },
            touched: Timestamp(milliseconds: try row.integer(6)))
    }
}

extension Attachment {
    /// What ``init(_:row:)`` reads, in its order.
    fileprivate static let columns = "files.name, files.type, files.size, files.digest"

    /// What a message tells of a file; `nil` unless all bytes of it are or were there.
    static func read(_ id: FileID, in db: Database) throws -> Attachment? {
        let sql = "SELECT \(columns) FROM files WHERE id = ? AND size IS NOT NULL AND digest IS NOT NULL"
        return try db.first(sql, [id.rawValue]) { try Attachment(id, row: $0) }
    }

    fileprivate init(_ id: FileID, row: Row) throws {
        guard let digest = FileDigest(bytes: try row.bytes(3)) else {
            throw UnreadableRow(description: "the digest of file \(id)")
        }
        self.init(
            id: id, name: try row.value(0) { try FileName($0) }, type: try row.text(1), size: try row.integer(2),
            digest: digest)
    }
}
