extension Schema {
    /// Rooms with settings, bans and invitations; entries that change earlier ones; questions; mentions; work under a
    /// cursor.
    ///
    /// The table of conversations is made anew, because a removed room gives its name back. The columns that come to
    /// `messages` stand behind the body and are NULL in nearly every row, which the row's header tells.
    static let schema2 = """
        DROP TRIGGER members_of_rooms;
        CREATE TABLE conversations_2 (
            id INTEGER PRIMARY KEY CHECK (id > 0),
            kind TEXT NOT NULL CHECK (kind IN ('lobby', 'room', 'direct', 'removed')),
            name TEXT UNIQUE
                CHECK (length(name) <= 32 AND name GLOB '[a-z0-9]*' AND name NOT GLOB '*[^a-z0-9._-]*'),
            low INTEGER REFERENCES users,
            high INTEGER REFERENCES users,
            private INTEGER NOT NULL DEFAULT 0 CHECK (private IN (0, 1)),
            topic TEXT NOT NULL DEFAULT '',
            slow INTEGER NOT NULL DEFAULT 0 CHECK (slow >= 0),
            retain INTEGER NOT NULL DEFAULT 0 CHECK (retain >= 0),
            created INTEGER NOT NULL DEFAULT 0,
            -- Up to here the text of every message is gone, because its time is over.
            floor INTEGER NOT NULL DEFAULT 0 CHECK (floor >= 0),
            UNIQUE (low, high),
            CHECK ((kind = 'lobby') = (name IS 'lobby')),
            CHECK ((kind = 'lobby') = (id = 1)),
            CHECK ((kind IN ('direct', 'removed')) = (name IS NULL)),
            CHECK ((kind = 'direct') = (low IS NOT NULL)),
            CHECK ((kind = 'direct') = (high IS NOT NULL)),
            CHECK (low <= high)
        ) STRICT;
        INSERT INTO conversations_2 (id, kind, name, low, high) SELECT id, kind, name, low, high FROM conversations;
        DROP TABLE conversations;
        ALTER TABLE conversations_2 RENAME TO conversations;
        CREATE INDEX conversations_by_high ON conversations (high) WHERE high IS NOT NULL;
        CREATE INDEX conversations_kept ON conversations (id) WHERE retain > 0;
        CREATE TRIGGER members_of_rooms BEFORE INSERT ON members
        WHEN (SELECT kind FROM conversations WHERE id = NEW.conversation) <> 'room'
        BEGIN SELECT RAISE(ABORT, 'only a room has members'); END;

        CREATE TABLE bans (
            conversation INTEGER NOT NULL REFERENCES conversations,
            user INTEGER NOT NULL REFERENCES users,
            PRIMARY KEY (conversation, user)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE invitations (
            conversation INTEGER NOT NULL REFERENCES conversations,
            user INTEGER NOT NULL REFERENCES users,
            PRIMARY KEY (conversation, user)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX invitations_by_user ON invitations (user);

        ALTER TABLE users ADD COLUMN away TEXT;

        ALTER TABLE messages ADD COLUMN entry TEXT
            CHECK (entry IS NULL OR entry = 'edit' OR entry = 'deletion' OR entry = 'topic');
        ALTER TABLE messages ADD COLUMN changes INTEGER
            CHECK (CASE WHEN entry = 'edit' OR entry = 'deletion'
                THEN changes IS NOT NULL AND changes BETWEEN 1 AND seq - 1 ELSE changes IS NULL END);
        -- The first message of the thread that a reply belongs to.
        ALTER TABLE messages ADD COLUMN thread INTEGER CHECK (thread BETWEEN 1 AND seq - 1);
        -- The choices of a question, a line each; no lines at all for any text.
        ALTER TABLE messages ADD COLUMN choices TEXT CHECK (choices IS NULL OR entry IS NULL);
        ALTER TABLE messages ADD COLUMN deadline INTEGER CHECK (deadline IS NULL OR choices IS NOT NULL);
        CREATE INDEX messages_by_change ON messages (conversation, changes) WHERE changes IS NOT NULL;
        CREATE INDEX messages_by_thread ON messages (conversation, thread) WHERE thread IS NOT NULL;
        DROP TRIGGER messages_unchanged;
        CREATE TRIGGER messages_unchanged BEFORE UPDATE ON messages
        WHEN NEW.conversation <> OLD.conversation OR NEW.seq <> OLD.seq OR NEW.id <> OLD.id
            OR NEW.sender <> OLD.sender OR NEW.sender_kind <> OLD.sender_kind OR NEW.time <> OLD.time
            OR NEW.reply_to IS NOT OLD.reply_to OR NEW.chain <> OLD.chain
            OR NEW.entry IS NOT OLD.entry OR NEW.changes IS NOT OLD.changes OR NEW.thread IS NOT OLD.thread
            OR NEW.choices IS NOT OLD.choices OR NEW.deadline IS NOT OLD.deadline
            OR OLD.body IS NULL OR NEW.body IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'of a message only the body can be deleted'); END;

        -- The message that an update with a key replaces.
        CREATE TABLE updates (
            conversation INTEGER NOT NULL REFERENCES conversations,
            sender INTEGER NOT NULL REFERENCES users,
            key TEXT NOT NULL CHECK (length(CAST(key AS BLOB)) BETWEEN 1 AND 64),
            seq INTEGER NOT NULL CHECK (seq > 0),
            PRIMARY KEY (conversation, sender, key)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE mentions (
            user INTEGER NOT NULL REFERENCES users,
            conversation INTEGER NOT NULL REFERENCES conversations,
            seq INTEGER NOT NULL CHECK (seq > 0),
            PRIMARY KEY (user, conversation, seq)
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX mentions_by_place ON mentions (conversation, seq);

        -- What is known of messages beyond a cursor: that they are done, or how often that failed.
        CREATE TABLE work (
            user INTEGER NOT NULL REFERENCES users,
            cursor TEXT NOT NULL,
            conversation INTEGER NOT NULL REFERENCES conversations,
            seq INTEGER NOT NULL CHECK (seq > 0),
            done INTEGER NOT NULL CHECK (done IN (0, 1)),
            failures INTEGER NOT NULL CHECK (failures >= 0),
            PRIMARY KEY (user, cursor, conversation, seq)
        ) STRICT, WITHOUT ROWID;

        -- What a search index must know this database by.
        CREATE TABLE identity (text TEXT NOT NULL) STRICT;
        INSERT INTO identity (text) VALUES (lower(hex(randomblob(16))));

        -- Nobody has anything to read before a read marker began to be kept.
        INSERT OR IGNORE INTO cursors (user, name, conversation, seq)
        SELECT users.id, 'read', 1, coalesce((SELECT max(seq) FROM messages WHERE conversation = 1), 0) FROM users;
        """
}
