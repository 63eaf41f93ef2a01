internal import ChatroomCore
internal import FoundationEssentials
internal import GRDB

/// Where each log ends, apart from its rows; what an update and the mentions of a message were; the time that was.
extension Schema {
    /// The tables and columns of the seventh schema.
    ///
    /// `update_key` and `mentioned` stand behind the body and are NULL in nearly every row. Their rules are a trigger of
    /// their own, so that the older one stays as it is.
    static let schema6 = """
        CREATE TABLE heads (
            conversation INTEGER PRIMARY KEY REFERENCES conversations,
            seq INTEGER NOT NULL CHECK (seq >= 0),
            chain BLOB NOT NULL CHECK (length(chain) = 32),
            -- Entries up to here were stored before their keys and mentions were linked.
            since INTEGER NOT NULL DEFAULT 0 CHECK (since BETWEEN 0 AND seq),
            -- Texts up to here may be gone with no entry that says who deleted them.
            gone INTEGER NOT NULL DEFAULT 0 CHECK (gone BETWEEN 0 AND since),
            -- SHA-256 of the topic that no entry set.
            topic BLOB CHECK (length(topic) = 32)
        ) STRICT;
        INSERT INTO heads (conversation, seq, chain, since)
        SELECT messages.conversation, seq, chain, seq FROM conversations JOIN messages
            ON messages.conversation = conversations.id
            AND seq = (SELECT max(seq) FROM messages WHERE conversation = conversations.id);

        -- BETWEEN, or SQLite reads the whole conversation instead of the index of changes.
        UPDATE heads SET gone = coalesce((
            SELECT max(seq) FROM messages AS erased WHERE conversation = heads.conversation AND body IS NULL
                AND seq > (SELECT floor FROM conversations WHERE id = heads.conversation)
                AND NOT EXISTS (
                    SELECT * FROM messages WHERE conversation = heads.conversation AND entry = 'deletion'
                        AND changes BETWEEN coalesce(erased.changes, erased.seq)
                        AND coalesce(erased.changes, erased.seq))), 0);

        ALTER TABLE messages ADD COLUMN update_key TEXT;
        -- SHA-256 of the users whom the message mentions once this entry is applied.
        ALTER TABLE messages ADD COLUMN mentioned BLOB CHECK (length(mentioned) = 32);
        CREATE TRIGGER messages_unchanged_beside BEFORE UPDATE ON messages
        WHEN NEW.update_key IS NOT OLD.update_key OR NEW.mentioned IS NOT OLD.mentioned
        BEGIN SELECT RAISE(ABORT, 'of a message only the text and the file can be deleted'); END;
        CREATE INDEX messages_by_topic ON messages (conversation, seq) WHERE entry = 'topic';

        -- The last time by the wall clock that the server went by.
        CREATE TABLE clock (
            only INTEGER PRIMARY KEY CHECK (only = 1),
            time INTEGER NOT NULL
        ) STRICT;
        """

    /// What keeps a noted end from being forgotten or taken back.
    private static let headRules = """
        CREATE TRIGGER heads_forward BEFORE UPDATE ON heads
        WHEN NEW.conversation <> OLD.conversation OR NEW.seq < OLD.seq OR NEW.since <> OLD.since
            OR NEW.gone <> OLD.gone OR NEW.topic IS NOT OLD.topic
        BEGIN SELECT RAISE(ABORT, 'the end of a log never moves back'); END;
        CREATE TRIGGER heads_kept BEFORE DELETE ON heads
        BEGIN SELECT RAISE(ABORT, 'the end of a log is never forgotten'); END;
        """

    /// Brings a database of an earlier schema to the seventh.
    static func migrateTo6(_ db: Database) throws {
        try db.execute(sql: schema6)
        try noteTopics(in: db)
        try db.execute(sql: headRules)
        try completeThreads(in: db)
    }

    /// Notes the topics that rooms have, since those that were given with the room are in no entry.
    private static func noteTopics(in db: Database) throws {
        let topics = try db.all("SELECT id, topic FROM conversations WHERE topic <> ''", []) {
            (room: Conversation.ID(rawValue: try $0.integer(0)), topic: try $0.text(1))
        }
        for (room, topic) in topics { try LogEnd.noteTopic(topic, of: room, in: db) }
    }

    /// Puts replies into their threads that were stored before there were threads, and those that answer such a reply.
    private static func completeThreads(in db: Database) throws {
        let replies = try db.all(
            "SELECT conversation, seq, reply_to, thread FROM messages WHERE reply_to IS NOT NULL ORDER BY 1, 2", []
        ) {
            (
                conversation: Conversation.ID(rawValue: try $0.integer(0)), seq: try $0.integer(1),
                replyTo: try $0.integer(2), thread: $0[3] as Int64?
            )
        }
        guard !replies.isEmpty else { return }
        let trigger = "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name = 'messages_unchanged'"
        let rule = try db.first(trigger, []) { try $0.text(0) }
        if rule != nil { try db.execute(sql: "DROP TRIGGER messages_unchanged") }
        for reply in replies {
            let root = try MessageFilter.root(of: reply.replyTo, in: reply.conversation, db)
            guard root != reply.thread else { continue }
            try db.run(
                "UPDATE messages SET thread = ? WHERE conversation = ? AND seq = ?",
                [root, reply.conversation.rawValue, reply.seq])
        }
        if let rule { try db.execute(sql: rule) }
    }
}
