extension Schema {
    /// Accounts, conversations, their logs and named cursors.
    ///
    /// The small columns of a message come before its body, so that reading them never follows a long body's overflow
    /// pages. There is no index by time: time never decreases along `seq`, so a binary search finds a time. In
    /// `messages` a list of words is written with `OR`: with `IN`, SQLite builds a table of them for each insert.
    static let schema1 = """
        CREATE TABLE users (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE
                CHECK (length(name) <= 32 AND name GLOB '[a-z0-9]*' AND name NOT GLOB '*[^a-z0-9._-]*'),
            kind TEXT NOT NULL CHECK (kind IN ('human', 'agent', 'script')),
            role TEXT NOT NULL CHECK (role IN ('member', 'administrator')),
            password_hash TEXT NOT NULL,
            created INTEGER NOT NULL,
            disabled INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1))
        ) STRICT;

        -- AUTOINCREMENT: the number of a revoked token is never given to another one.
        CREATE TABLE tokens (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
            user INTEGER NOT NULL REFERENCES users,
            label TEXT NOT NULL,
            created INTEGER NOT NULL,
            last_used INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX tokens_by_user ON tokens (user);

        CREATE TABLE conversations (
            id INTEGER PRIMARY KEY CHECK (id > 0),
            kind TEXT NOT NULL CHECK (kind IN ('lobby', 'room', 'direct')),
            name TEXT UNIQUE
                CHECK (length(name) <= 32 AND name GLOB '[a-z0-9]*' AND name NOT GLOB '*[^a-z0-9._-]*'),
            low INTEGER REFERENCES users,
            high INTEGER REFERENCES users,
            UNIQUE (low, high),
            CHECK ((kind = 'lobby') = (name IS 'lobby')),
            CHECK ((kind = 'lobby') = (id = 1)),
            CHECK ((kind = 'direct') = (name IS NULL)),
            CHECK ((kind = 'direct') = (low IS NOT NULL)),
            CHECK ((kind = 'direct') = (high IS NOT NULL)),
            CHECK (low <= high)
        ) STRICT;
        INSERT INTO conversations (id, kind, name) VALUES (1, 'lobby', 'lobby');

        -- Who is in a room. Everyone is in the lobby, and two users are in a direct conversation, without a row.
        CREATE TABLE members (
            conversation INTEGER NOT NULL REFERENCES conversations,
            user INTEGER NOT NULL REFERENCES users,
            role TEXT NOT NULL CHECK (role IN ('owner', 'moderator', 'member')),
            PRIMARY KEY (conversation, user)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX members_by_user ON members (user);
        CREATE TRIGGER members_of_rooms BEFORE INSERT ON members
        WHEN (SELECT kind FROM conversations WHERE id = NEW.conversation) IN ('lobby', 'direct')
        BEGIN SELECT RAISE(ABORT, 'only a room has members'); END;

        CREATE TABLE messages (
            conversation INTEGER NOT NULL REFERENCES conversations,
            seq INTEGER NOT NULL CHECK (seq > 0),
            id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
            sender INTEGER NOT NULL REFERENCES users,
            sender_kind TEXT NOT NULL
                CHECK (sender_kind = 'human' OR sender_kind = 'agent' OR sender_kind = 'script'),
            time INTEGER NOT NULL,
            reply_to INTEGER CHECK (reply_to BETWEEN 1 AND seq - 1),
            chain BLOB NOT NULL CHECK (length(chain) = 32),
            body_digest BLOB CHECK (length(body_digest) = 32),
            body TEXT,
            PRIMARY KEY (conversation, seq),
            CHECK ((body IS NULL) <> (body_digest IS NULL))
        ) STRICT, WITHOUT ROWID;
        CREATE TRIGGER messages_in_order BEFORE INSERT ON messages
        WHEN NEW.seq > 1 AND NOT EXISTS (
            SELECT * FROM messages
            WHERE conversation = NEW.conversation AND seq = NEW.seq - 1 AND time <= NEW.time)
        BEGIN SELECT RAISE(ABORT, 'a message follows the newest one without a gap'); END;
        CREATE TRIGGER messages_unchanged BEFORE UPDATE ON messages
        WHEN NEW.conversation <> OLD.conversation OR NEW.seq <> OLD.seq OR NEW.id <> OLD.id
            OR NEW.sender <> OLD.sender OR NEW.sender_kind <> OLD.sender_kind OR NEW.time <> OLD.time
            OR NEW.reply_to IS NOT OLD.reply_to OR NEW.chain <> OLD.chain
            OR OLD.body IS NULL OR NEW.body IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'of a message only the body can be deleted'); END;
        CREATE TRIGGER messages_kept BEFORE DELETE ON messages
        BEGIN SELECT RAISE(ABORT, 'a message stays in the log'); END;

        CREATE TABLE cursors (
            user INTEGER NOT NULL REFERENCES users,
            name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 64 AND name NOT GLOB '*[^a-zA-Z0-9._-]*'),
            conversation INTEGER NOT NULL REFERENCES conversations,
            seq INTEGER NOT NULL CHECK (seq >= 0),
            PRIMARY KEY (user, name, conversation)
        ) STRICT, WITHOUT ROWID;
        CREATE TRIGGER cursors_forward BEFORE UPDATE ON cursors WHEN NEW.seq < OLD.seq
        BEGIN SELECT RAISE(ABORT, 'a cursor never moves back'); END;
        """
}
