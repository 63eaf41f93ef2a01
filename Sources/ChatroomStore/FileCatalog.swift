public import ChatroomCore

/// What is known of files besides their bytes: whose they are, where they go, what is left of them.
///
/// Every function throws ``ChatError`` as ``LogStore`` says.
public protocol FileCatalog: Sendable {
    /// Notes a file that an account begins to send.
    ///
    /// - Throws: ``ChatError`` with code `exists` when the id is taken, `quota-exceeded` when the account would keep more
    ///   than its quota, as far as the size is known, or sends so many files already.
    func beginFile(_ file: PendingFile, of account: Account.ID, quota: FileQuota) async throws(ChatError)

    /// A file of an account that no message brings yet.
    func pendingFile(_ id: FileID, of account: Account.ID) async throws(ChatError) -> PendingFile?

    /// The files of an account that no message brings yet, the oldest first; at most a thousand.
    func pendingFiles(of account: Account.ID) async throws(ChatError) -> [PendingFile]

    /// Notes that so many bytes of a file are there, or will be in a moment, and counts them as kept.
    ///
    /// Until nothing was noted for some time, the whole size of the file, if it is known, counts for its account; from
    /// then on, and for all accounts together always, only what is there. So this may find the room gone.
    ///
    /// - Throws: ``ChatError`` with code `not-found` when there is no such file that no message brings yet,
    ///   `quota-exceeded` when it would be too much.
    func noteReceived(
        _ bytes: Int64, of id: FileID, quota: FileQuota, at time: Timestamp
    ) async throws(ChatError)

    /// Notes that all bytes of a file are there.
    ///
    /// - Throws: ``ChatError`` with code `not-found` when there is no such file that no message brings, `quota-exceeded`
    ///   when it is one too many.
    func finishFile(
        _ id: FileID, as whole: WholeFile, quota: FileQuota, at time: Timestamp
    ) async throws(ChatError)

    /// Forgets a file of an account that no message brings.
    func discardFile(_ id: FileID, of account: Account.ID) async throws(ChatError)

    /// A file that a message brings, whose bytes are kept at a time, and that an account may fetch as far as the number
    /// of times goes; whose download was counted may fetch on.
    func storedFile(
        _ id: FileID, for account: Account.ID, isCounted: Bool, at time: Timestamp
    ) async throws(ChatError) -> StoredFile?

    /// Counts one time that an account fetches a file, or, when it is counted already (`again`), gives it more time.
    ///
    /// Whoever was the last who might has some minutes to do it again, for the bytes may not have arrived.
    ///
    /// - Returns: Whether it might be.
    func takeDownload(
        of id: FileID, by account: Account.ID, again: Bool, at time: Timestamp
    ) async throws(ChatError) -> Bool

    /// Forgets files whose time is over, and those that no message brings and nothing was done about since a time.
    func expireFiles(at time: Timestamp, pendingSince: Timestamp) async throws(ChatError)

    /// Whether a file is known that no message brings yet and that is not whole.
    func isUploadKnown(_ id: FileID) async throws(ChatError) -> Bool

    /// Whether any file needs these bytes.
    func isBlobNeeded(_ digest: FileDigest) async throws(ChatError) -> Bool
}

/// A file that no message brings yet.
public struct PendingFile: Sendable, Hashable {
    /// The file.
    public let id: FileID
    /// Where its message will go.
    public let conversation: Conversation.ID
    /// What it is called.
    public let name: FileName
    /// Its media type.
    public let type: String
    /// Its size in bytes, if that is known.
    public let size: Int64?
    /// What names its bytes, once all of them are there.
    public let digest: FileDigest?
    /// When something was last done about it.
    public let touched: Timestamp

    /// Makes a description.
    public init(
        id: FileID, conversation: Conversation.ID, name: FileName, type: String, size: Int64?,
        digest: FileDigest? = nil, touched: Timestamp
    ) {
        self.id = id
        self.conversation = conversation
        self.name = name
        self.type = type
        self.size = size
        self.digest = digest
        self.touched = touched
    }
}

/// What is known of a file when all bytes of it are there.
public struct WholeFile: Sendable, Hashable {
    /// Its size in bytes.
    public let size: Int64
    /// What names its bytes.
    public let digest: FileDigest
    /// When its bytes go; `nil` when they stay as long as the message.
    public let expires: Timestamp?
    /// How often it may be fetched, counted at the first piece; `nil` for any number of times.
    public let downloads: Int?

    /// Makes a description.
    public init(size: Int64, digest: FileDigest, expires: Timestamp?, downloads: Int?) {
        self.size = size
        self.digest = digest
        self.expires = expires
        self.downloads = downloads
    }
}

/// A file that a message brings.
public struct StoredFile: Sendable, Hashable {
    /// The file.
    public let attachment: Attachment
    /// Where its message is.
    public let conversation: Conversation.ID
    /// The message.
    public let seq: Message.Seq
    /// Who sent it.
    public let sender: UserName
    /// When.
    public let time: Timestamp

    /// Makes a description.
    public init(
        attachment: Attachment, conversation: Conversation.ID, seq: Message.Seq, sender: UserName, time: Timestamp
    ) {
        self.attachment = attachment
        self.conversation = conversation
        self.seq = seq
        self.sender = sender
        self.time = time
    }
}

/// How many bytes of files may be kept.
public struct FileQuota: Sendable, Hashable {
    /// Those of one account.
    public let account: Int64
    /// Those of all accounts.
    public let total: Int64
    /// How many files of one account are kept, whatever they hold.
    public let files: Int
    /// How many files of one account may wait for their messages.
    public let pending: Int
    /// How many of them may be on their way.
    public let open: Int
    /// How long a file without a byte counts as on its way.
    public let idle: Duration

    /// Makes a quota.
    public init(
        account: Int64, total: Int64, files: Int = 50_000, pending: Int = 100, open: Int = 16,
        idle: Duration = .seconds(600)
    ) {
        self.account = account
        self.total = total
        self.files = files
        self.pending = pending
        self.open = open
        self.idle = idle
    }

    /// Since when something must have been noted of a file that is on its way.
    ///
    /// - Parameter time: The wall clock.
    /// - Returns: The time in milliseconds.
    public func active(at time: Timestamp) -> Int64 {
        time.milliseconds.subtractingReportingOverflow(idle.wholeMilliseconds).partialValue
    }
}
