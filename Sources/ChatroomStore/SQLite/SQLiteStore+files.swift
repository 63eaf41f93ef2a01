public import ChatroomCore
internal import FoundationEssentials
internal import GRDB

extension SQLiteStore {
    /// Notes a file that an account begins to send.
    public func beginFile(
        _ file: PendingFile, of account: Account.ID, quota: FileQuota
    ) async throws(ChatError) {
        try await transaction { db in
            try quota.check(adding: file.size ?? 0, of: account, in: db)
            let waiting = try db.first(
                "SELECT count(*) FROM files WHERE owner = ? AND seq IS NULL AND kept = 1", [account.rawValue]
            ) { try $0.integer(0) }
            guard waiting ?? 0 < quota.pending else {
                throw ChatError(
                    .quotaExceeded, "\(quota.pending) files of yours were begun and not sent",
                    hint: "'chatroom sendfile --list' shows them; they go after a day.")
            }
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
    public func pendingFile(_ id: FileID, of account: Account.ID) async throws(ChatError) -> PendingFile? {
        try await read { db in
            try db.first(PendingFile.sql + " AND id = ?", [account.rawValue, id.rawValue], PendingFile.init(row:))
        }
    }

    /// The files of an account that no message brings yet, the oldest first.
    public func pendingFiles(of account: Account.ID) async throws(ChatError) -> [PendingFile] {
        try await read { db in
            let sql = PendingFile.sql + " ORDER BY touched LIMIT 1000"
            return try db.all(sql, [account.rawValue], PendingFile.init(row:))
        }
    }

    /// Notes that something was done about a file that no message brings yet.
    public func touchFile(_ id: FileID, at time: Timestamp) async throws(ChatError) {
        try await transaction { db in
            let changed = try db.run(
                "UPDATE files SET touched = ? WHERE id = ? AND seq IS NULL", [time.milliseconds, id.rawValue])
            guard changed == 1 else { throw ChatError(.notFound, "there is no file \(id)") }
        }
    }

    /// Counts so many bytes as kept for a file whose size is not known yet.
    public func reserve(_ bytes: Int64, for id: FileID, quota: FileQuota) async throws(ChatError) {
        try await transaction { db in
            let sql = "SELECT owner, reserved FROM files WHERE id = ? AND size IS NULL"
            let found = try db.first(sql, [id.rawValue]) { (owner: try $0.integer(0), reserved: try $0.integer(1)) }
            guard let found, found.reserved < bytes else { return }
            try quota.check(adding: bytes - found.reserved, of: Account.ID(rawValue: found.owner), in: db)
            try db.run("UPDATE files SET reserved = ? WHERE id = ?", [bytes, id.rawValue])
        }
    }

    /// Notes that all bytes of a file are there.
    public func finishFile(
        _ id: FileID, as whole: WholeFile, quota: FileQuota, at time: Timestamp
    ) async throws(ChatError) {
        try await transaction { db in
            let sql = "SELECT owner, size, reserved FROM files WHERE id = ? AND seq IS NULL AND kept = 1"
            let found = try db.first(sql, [id.rawValue]) {
                (owner: try $0.integer(0), size: $0[1] as Int64?, reserved: try $0.integer(2))
            }
            guard let found else { throw ChatError(.notFound, "there is no file \(id)") }
            guard found.size ?? whole.size == whole.size else {
                throw ChatError(.invalid, "file \(id) has another size than was said")
            }
            if found.size == nil, whole.size > found.reserved {
                try quota.check(
                    adding: whole.size - found.reserved, of: Account.ID(rawValue: found.owner), in: db)
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
    public func discardFile(_ id: FileID, of account: Account.ID) async throws(ChatError) {
        try await transaction { db in
            _ = try db.run(
                "DELETE FROM files WHERE id = ? AND owner = ? AND seq IS NULL", [id.rawValue, account.rawValue])
        }
    }

    /// A file that a message brings, whose bytes are kept at a time, and that an account may fetch.
    public func storedFile(
        _ id: FileID, for account: Account.ID, isCounted: Bool, at time: Timestamp
    ) async throws(ChatError) -> StoredFile? {
        let sql = """
            SELECT files.conversation, files.seq, users.name, messages.time
            FROM files JOIN messages USING (conversation, seq) JOIN users ON users.id = messages.sender
            WHERE files.id = ? AND files.kept = 1 AND messages.file = files.id
                AND coalesce(files.expires > ?, TRUE)
                AND (files.downloads IS NULL OR files.downloads > 0 OR files.taker = ? OR ?)
            """
        return try await read { db in
            guard let attachment = try Attachment.read(id, in: db) else { return nil }
            return try db.first(sql, [id.rawValue, time.milliseconds, account.rawValue, isCounted]) { row in
                StoredFile(
                    attachment: attachment, conversation: Conversation.ID(rawValue: try row.integer(0)),
                    seq: try row.integer(1), sender: try row.value(2) { try UserName($0) },
                    time: Timestamp(milliseconds: try row.integer(3)))
            }
        }
    }

    /// Counts one time that an account fetches a file, or gives it more time for one that was counted.
    public func takeDownload(
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
    public func expireFiles(at time: Timestamp, pendingSince: Timestamp) async throws(ChatError) {
        let sql = """
            SELECT EXISTS (SELECT * FROM files WHERE kept = 1 AND expires <= ?)
                OR EXISTS (SELECT * FROM files WHERE seq IS NULL AND touched < ?)
            """
        let bounds: StatementArguments = [time.milliseconds, pendingSince.milliseconds]
        guard try await read({ db in try db.first(sql, bounds) { try $0.integer(0) } }) == 1 else { return }
        try await transaction { db in
            try db.run("UPDATE files SET kept = 0 WHERE kept = 1 AND expires <= ?", [time.milliseconds])
            try db.run("DELETE FROM files WHERE seq IS NULL AND touched < ?", [pendingSince.milliseconds])
        }
    }

    /// Whether a file is known that no message brings yet and that is not whole.
    public func isUploadKnown(_ id: FileID) async throws(ChatError) -> Bool {
        let sql = "SELECT EXISTS (SELECT * FROM files WHERE id = ? AND digest IS NULL)"
        return try await read { db in try db.first(sql, [id.rawValue]) { try $0.integer(0) } } == 1
    }

    /// Whether any file needs these bytes.
    public func isBlobNeeded(_ digest: FileDigest) async throws(ChatError) -> Bool {
        let sql = "SELECT EXISTS (SELECT * FROM files WHERE digest = ? AND kept = 1)"
        return try await read { db in try db.first(sql, [Data(digest.bytes)]) { try $0.integer(0) } } == 1
    }
}

extension FileQuota {
    /// Refuses what would be too much.
    fileprivate func check(adding size: Int64, of owner: Account.ID, in db: Database) throws {
        let own = try db.first(
            "SELECT coalesce(sum(coalesce(size, reserved)), 0) FROM files WHERE owner = ? AND kept = 1",
            [owner.rawValue]
        ) { try $0.integer(0) }
        guard (own ?? 0) + size <= account else {
            throw ChatError(
                .quotaExceeded, "your files would have \((own ?? 0) + size) bytes, the limit is \(account)",
                hint: "Delete messages with files that nobody needs any more.")
        }
        let all = try db.first("SELECT coalesce(sum(coalesce(size, reserved)), 0) FROM files WHERE kept = 1", []) {
            try $0.integer(0)
        }
        guard (all ?? 0) + size <= total else {
            throw ChatError(.quotaExceeded, "the server keeps as many bytes of files as it may")
        }
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
    /// What a message tells of a file, all bytes of which are or were there.
    static func read(_ id: FileID, in db: Database) throws -> Attachment? {
        try db.first("SELECT name, type, size, digest FROM files WHERE id = ? AND size IS NOT NULL", [id.rawValue]) {
            guard let digest = FileDigest(bytes: try $0.bytes(3)) else {
                throw UnreadableRow(description: "the digest of file \(id)")
            }
            return Attachment(
                id: id, name: try $0.value(0) { try FileName($0) }, type: try $0.text(1), size: try $0.integer(2),
                digest: digest)
        }
    }
}
