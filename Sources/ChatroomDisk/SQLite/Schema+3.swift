extension Schema {
    /// Files.
    ///
    /// A row of `files` holds what a message tells of its file, and goes with the message's text. `kept` tells whether
    /// the bytes are still there: they may go before the message does.
    static let schema3 = """
        CREATE TABLE files (
            id INTEGER PRIMARY KEY CHECK (id BETWEEN 1 AND 1125899906842623),
            owner INTEGER NOT NULL REFERENCES users,
            conversation INTEGER NOT NULL REFERENCES conversations,
            name TEXT NOT NULL CHECK (length(CAST(name AS BLOB)) BETWEEN 1 AND 255),
            type TEXT NOT NULL,
            size INTEGER CHECK (size >= 0),
            -- How many bytes are counted as kept while the size is not known.
            reserved INTEGER NOT NULL DEFAULT 0 CHECK (reserved >= 0),
            digest BLOB CHECK (length(digest) = 32),
            touched INTEGER NOT NULL,
            expires INTEGER,
            downloads INTEGER CHECK (downloads >= 0),
            -- Who fetched it the last time that was allowed, and may do so again for a while.
            taker INTEGER REFERENCES users,
            -- The message that brings it.
            seq INTEGER CHECK (seq > 0),
            kept INTEGER NOT NULL DEFAULT 1 CHECK (kept IN (0, 1)),
            CHECK (digest IS NULL OR size IS NOT NULL),
            CHECK (seq IS NULL OR digest IS NOT NULL)
        ) STRICT;
        CREATE INDEX files_by_digest ON files (digest) WHERE kept = 1 AND digest IS NOT NULL;
        CREATE INDEX files_by_owner ON files (owner, size, reserved) WHERE kept = 1;
        CREATE INDEX files_pending ON files (touched) WHERE seq IS NULL;
        CREATE INDEX files_ending ON files (expires) WHERE kept = 1 AND expires IS NOT NULL;
        CREATE TRIGGER files_unchanged BEFORE UPDATE ON files
        WHEN OLD.seq IS NOT NULL AND (NEW.seq IS NOT OLD.seq OR NEW.name <> OLD.name OR NEW.type <> OLD.type
            OR NEW.size <> OLD.size OR NEW.digest <> OLD.digest)
        BEGIN SELECT RAISE(ABORT, 'what a message tells of its file stays'); END;

        ALTER TABLE messages ADD COLUMN file INTEGER REFERENCES files;
        CREATE UNIQUE INDEX messages_by_file ON messages (file) WHERE file IS NOT NULL;
        CREATE INDEX messages_with_files ON messages (conversation, seq) WHERE file IS NOT NULL;
        DROP TRIGGER messages_unchanged;
        CREATE TRIGGER messages_unchanged BEFORE UPDATE ON messages
        WHEN NEW.conversation <> OLD.conversation OR NEW.seq <> OLD.seq OR NEW.id <> OLD.id
            OR NEW.sender <> OLD.sender OR NEW.sender_kind <> OLD.sender_kind OR NEW.time <> OLD.time
            OR NEW.reply_to IS NOT OLD.reply_to OR NEW.chain <> OLD.chain
            OR NEW.entry IS NOT OLD.entry OR NEW.changes IS NOT OLD.changes OR NEW.thread IS NOT OLD.thread
            OR NEW.choices IS NOT OLD.choices OR NEW.deadline IS NOT OLD.deadline
            OR OLD.body IS NULL OR NEW.body IS NOT NULL OR NEW.file IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'of a message only the text and the file can be deleted'); END;
        """
}
