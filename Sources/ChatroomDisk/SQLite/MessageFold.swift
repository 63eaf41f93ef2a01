internal import ChatroomCore
internal import GRDB

/// Shows in messages what later entries of the log did to them: the text of the newest edit.
struct MessageFold {
    let db: Database
    let conversation: Conversation.ID

    /// Folds messages, oldest first, that are no changes themselves.
    ///
    /// Only the newest change of each is read, however many there are.
    func fold(_ messages: inout [Message]) throws {
        guard let first = messages.first?.seq, let last = messages.last?.seq else { return }
        let sql = """
            WITH RECURSIVE changed(seq) AS (
                SELECT min(changes) FROM messages
                WHERE conversation = :conversation AND changes BETWEEN :first AND :last
                UNION ALL
                SELECT (
                    SELECT min(changes) FROM messages
                    WHERE conversation = :conversation AND changes BETWEEN changed.seq + 1 AND :last)
                FROM changed WHERE changed.seq IS NOT NULL
            )
            SELECT edits.changes, edits.body, edits.time FROM changed CROSS JOIN messages AS edits
            WHERE edits.conversation = :conversation AND edits.seq = (
                    SELECT seq FROM messages
                    WHERE conversation = :conversation AND changes = changed.seq AND changes IS NOT NULL
                    ORDER BY seq DESC LIMIT 1)
                AND edits.entry = 'edit' AND edits.body IS NOT NULL
            """
        let edits = try db.all(
            sql, ["conversation": conversation.rawValue, "first": first, "last": last]
        ) { (seq: try $0.integer(0), body: try $0.text(1), time: Timestamp(milliseconds: try $0.integer(2))) }
        guard !edits.isEmpty else { return }
        let bySeq = Dictionary(edits.map { ($0.seq, $0) }) { _, later in later }
        for index in messages.indices where !messages[index].isDeleted {
            guard let edit = bySeq[messages[index].seq] else { continue }
            messages[index].body = edit.body
            messages[index].edited = edit.time
            messages[index].summons = try SummonsReader(db: db, conversation: conversation)
                .summons(of: edit.body, at: edit.seq)
        }
    }
}
