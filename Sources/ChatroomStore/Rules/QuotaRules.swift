public import ChatroomCore

/// How many files and bytes of files may be kept; an engine counts what is asked, in the transaction that writes.
public struct QuotaRules: Sendable {
    private let quota: FileQuota

    /// Takes the quota.
    public init(_ quota: FileQuota) { self.quota = quota }

    /// Refuses bytes that would be too many for their account.
    ///
    /// - Parameters:
    ///   - bytes: How many come to those that count.
    ///   - own: How many count for the account.
    /// - Throws: ``ChatError`` with code `quota-exceeded`.
    public func add(_ bytes: Int64, toOwn own: Int64) throws(ChatError) {
        guard own + bytes <= quota.account else {
            throw ChatError(
                .quotaExceeded,
                "your files would have \(own + bytes) bytes, the limit is \(quota.account) (file-bytes-per-user)",
                hint: "Delete messages with files that nobody needs any more.")
        }
    }

    /// Refuses bytes that would be too many for the server.
    ///
    /// - Parameters:
    ///   - bytes: How many come to those that count.
    ///   - all: How many count for all accounts.
    /// - Throws: ``ChatError`` with code `quota-exceeded`.
    public func add(_ bytes: Int64, toAll all: Int64) throws(ChatError) {
        guard all + bytes <= quota.total else {
            throw ChatError(
                .quotaExceeded, "the server keeps as many bytes of files as it may (file-bytes-in-all)",
                hint: "Try again when somebody has made room there.", retryAfter: .seconds(600))
        }
    }

    /// Refuses one more file than an account may have: a small one takes a row, a name and a block of the disk, too.
    public func addFile(toKept kept: Int) throws(ChatError) {
        guard kept < quota.files else {
            throw ChatError(
                .quotaExceeded, "\(quota.files) files of yours are kept, and that is the limit (files-per-user)",
                hint: "Delete messages with files that nobody needs any more, or send many files as one archive.")
        }
    }

    /// Refuses one more file on its way than there may be.
    public func addFile(toOpen open: Int) throws(ChatError) {
        guard open < quota.open else {
            throw ChatError(
                .quotaExceeded, "you are sending \(quota.open) files already, and that is the limit (uploads-per-user)",
                hint: "Wait for one of them; those that stand still make room in a while.", retryAfter: quota.idle)
        }
    }

    /// Refuses one more file that waits for its message than there may be.
    public func addFile(toWaiting waiting: Int) throws(ChatError) {
        guard waiting < quota.pending else {
            throw ChatError(
                .quotaExceeded, "you have \(quota.pending) unfinished uploads (unsent-files-per-user)",
                hint: "'chatroom sendfile --list' shows them; they expire after a day.")
        }
    }
}
