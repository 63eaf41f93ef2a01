internal import ChatroomCore
internal import ChatroomStore
internal import GRDB

/// How many bytes of files count as kept, and for whom.
///
/// For its account a file that is on its way counts whole, if its size is known; when nothing came of it for some time,
/// and for all accounts together always, only what was received of it counts. So nobody fills the server by telling of
/// files that never come.
struct KeptFiles {
    /// Whose quota is looked at.
    enum Scope {
        case account, all
    }

    let db: Database
    let quota: FileQuota
    let owner: Account.ID
    let time: Timestamp

    /// Refuses what would be too much.
    func check(adding size: Int64, to scope: Scope) throws {
        guard size > 0 else { return }
        switch scope {
        case .account:
            let idle: StatementArguments = [owner.rawValue, quota.active(at: time)]
            let own = try sum("owner = ?", [owner.rawValue]) - unsent("owner = ? AND touched < ?", idle)
            guard own + size <= quota.account else {
                throw ChatError(
                    .quotaExceeded,
                    "your files would have \(own + size) bytes, the limit is \(quota.account) (file-bytes-per-user)",
                    hint: "Delete messages with files that nobody needs any more.")
            }
        case .all:
            guard try sum("TRUE", []) - unsent("TRUE", []) + size <= quota.total else {
                throw ChatError(
                    .quotaExceeded, "the server keeps as many bytes of files as it may (file-bytes-in-all)",
                    hint: "Try again when somebody has made room there.", retryAfter: .seconds(600))
            }
        }
    }

    /// Refuses one more file than an account may have: a small one takes a row, a name and a block of the disk, too.
    func checkCount() throws {
        let sql = "SELECT count(*) FROM files WHERE owner = ? AND kept = 1"
        guard try db.first(sql, [owner.rawValue], { try $0.integer(0) }) ?? 0 < quota.files else {
            throw ChatError(
                .quotaExceeded, "\(quota.files) files of yours are kept, and that is the limit (files-per-user)",
                hint: "Delete messages with files that nobody needs any more, or send many files as one archive.")
        }
    }

    /// Refuses one more file on its way than there may be.
    func checkOpen() throws {
        let sql = """
            SELECT count(*) FROM files
            WHERE seq IS NULL AND owner = ? AND touched >= ? AND digest IS NULL AND kept = 1
            """
        let open = try db.first(sql, [owner.rawValue, quota.active(at: time)]) { try $0.integer(0) }
        guard open ?? 0 < quota.open else {
            throw ChatError(
                .quotaExceeded, "you are sending \(quota.open) files already, and that is the limit (uploads-per-user)",
                hint: "Wait for one of them; those that stand still make room in a while.", retryAfter: quota.idle)
        }
    }

    /// The bytes of files, each of which counts whole if its size is known.
    private func sum(_ condition: String, _ arguments: StatementArguments) throws -> Int64 {
        let sql = "SELECT coalesce(sum(coalesce(size, reserved)), 0) FROM files WHERE \(condition) AND kept = 1"
        return try db.first(sql, arguments) { try $0.integer(0) } ?? 0
    }

    /// The bytes that were told of some files and are not there yet.
    private func unsent(_ condition: String, _ arguments: StatementArguments) throws -> Int64 {
        let sql = """
            SELECT coalesce(sum(size - reserved), 0) FROM files
            WHERE seq IS NULL AND \(condition) AND digest IS NULL AND size IS NOT NULL AND kept = 1
            """
        return try db.first(sql, arguments) { try $0.integer(0) } ?? 0
    }
}

/// A file that no message brings yet, as far as it counts.
struct UnsentFile {
    let owner: Account.ID
    let size: Int64?
    let received: Int64
    let isWhole: Bool
    private let touched: Int64

    /// Looks it up; `nil` when there is none.
    init?(_ id: FileID, in db: Database) throws {
        let sql = """
            SELECT owner, reserved, touched, size, digest IS NOT NULL FROM files
            WHERE id = ? AND seq IS NULL AND kept = 1
            """
        let row = try db.first(sql, [id.rawValue]) { row in
            (try row.integer(0), try row.integer(1), try row.integer(2), row[3] as Int64?, try row.integer(4))
        }
        guard let row else { return nil }
        owner = Account.ID(rawValue: row.0)
        (received, touched, size) = (row.1, row.2, row.3)
        isWhole = row.4 == 1
    }

    /// Whether it is on its way.
    func isActive(_ quota: FileQuota, at time: Timestamp) -> Bool { touched >= quota.active(at: time) }

    /// How many bytes of it count for its account.
    func counted(_ quota: FileQuota, at time: Timestamp) -> Int64 {
        guard let size, isWhole || isActive(quota, at: time) else { return received }
        return size
    }
}
