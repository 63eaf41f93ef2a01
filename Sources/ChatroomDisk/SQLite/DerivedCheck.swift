internal import ChatroomCore
internal import GRDB

/// Checks of a piece of a log what its chain does not hold but what follows from it: the thread of a reply, whom a
/// message mentions, why a text is gone, the file's row, the sender's kind.
struct DerivedCheck {
    /// An entry whose link is right.
    struct Entry {
        let message: Message
        let sender: Int64
        let thread: Message.Seq?
        /// The digest of whom its message mentions once it is applied.
        let mentioned: [UInt8]?
    }

    private let db: Database
    private let conversation: Conversation.ID
    private let floor: Message.Seq
    private let end: LogEnd
    private let changes: ChangesOfPiece
    private var kinds: [Int64: String] = [:]

    /// Reads what later entries did to those of a piece.
    init(
        _ conversation: Conversation.ID, from first: Message.Seq, through last: Message.Seq, in db: Database
    ) throws {
        self.db = db
        self.conversation = conversation
        floor = try LogBounds(db, conversation).floor
        end = try LogEnd.read(conversation, in: db)
        changes = try ChangesOfPiece(conversation, from: first, through: last, in: db)
    }

    /// Checks one entry.
    mutating func check(_ entry: Entry) throws {
        try require(try kind(of: entry.sender) == entry.message.kind.rawValue, entry, "its sender is of another kind")
        try checkThread(entry)
        try checkDeletion(entry)
        try checkMentions(entry)
        try checkFile(entry)
    }

    private func checkThread(_ entry: Entry) throws {
        let root = try entry.message.replyTo.flatMap { try MessageFilter.root(of: $0, in: conversation, db) }
        try require(entry.thread == root, entry, "it is shown in a thread that it does not belong to")
    }

    /// A text is gone when its time is over or somebody deleted it, and then for good.
    private func checkDeletion(_ entry: Entry) throws {
        let message = entry.message
        guard message.seq > floor else {
            return try require(message.isDeleted, entry, "its time is over, but not its text")
        }
        let isDeleted =
            switch message.entry {
            case .text: changes.deleted.contains(message.seq)
            case .edit(let seq): try ChangesOfPiece.isDeleted(seq, of: conversation, in: db)
            case .deletion, .topic: false
            }
        try require(
            message.isDeleted == isDeleted || message.isDeleted && message.seq <= end.gone, entry,
            isDeleted ? "it was deleted, but its text is there" : "its text is gone, and nobody deleted it")
    }

    private func checkMentions(_ entry: Entry) throws {
        let (message, actual) = (entry.message, changes.mentions[entry.message.seq] ?? [])
        guard message.entry == .text, !message.isDeleted else {
            return try require(actual.isEmpty, entry, "it is said to mention somebody")
        }
        let newest = changes.edits[message.seq]?.last
        let mentioned = newest?.mentioned ?? (newest == nil ? entry.mentioned : nil)
        guard (newest?.seq ?? message.seq) <= end.since, mentioned == nil else {
            let digest = actual.isEmpty ? nil : MessageChain.digest(ofMentioned: actual)
            return try require(mentioned == digest, entry, "it is said to mention others than it does")
        }
        guard !actual.isEmpty else { return }
        // Stored before mentions entered the chain, so a text must say each.
        // By the rule of that time, which knew of no web addresses.
        let texts = [message.body] + (changes.edits[message.seq] ?? []).map(\.body)
        for user in actual {
            let name = try db.first("SELECT name FROM users WHERE id = ?", [user]) { row in
                try row.value(0) { try UserName($0) }
            }
            let isSaid = name.map { name in texts.contains { Mentions.stand(name, in: $0) } }
            try require(isSaid ?? false, entry, "it is said to mention others than it does")
        }
    }

    private func checkFile(_ entry: Entry) throws {
        guard let file = entry.message.file else { return }
        let sql = "SELECT conversation, seq, owner FROM files WHERE id = ?"
        let isRight = try db.first(sql, [file.id.rawValue]) { row in
            try row.integer(0) == conversation.rawValue && row.integer(1) == entry.message.seq
                && row.integer(2) == entry.sender
        }
        try require(isRight ?? false, entry, "its file belongs to another message")
    }

    private mutating func kind(of user: Int64) throws -> String? {
        if let kind = kinds[user] { return kind }
        let kind = try db.first("SELECT kind FROM users WHERE id = ?", [user]) { try $0.text(0) }
        kinds[user] = kind
        return kind
    }

    private func require(_ isRight: Bool, _ entry: Entry, _ text: String) throws {
        guard isRight else { throw LogProblem(seq: entry.message.seq, text: text) }
    }
}
