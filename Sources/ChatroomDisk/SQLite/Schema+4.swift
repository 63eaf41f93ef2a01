internal import ChatroomCore
internal import FoundationEssentials
internal import GRDB

extension Schema {
    /// One namespace for users and rooms, and a secret for each account.
    ///
    /// The rules stand in triggers, so neither the order in which two names come nor a race can break them: there is one
    /// connection that writes.
    static let schema4 = """
        ALTER TABLE users ADD COLUMN id_secret BLOB CHECK (length(id_secret) = 32);

        CREATE TRIGGER users_apart_from_rooms BEFORE INSERT ON users
        WHEN EXISTS (SELECT * FROM conversations WHERE name = NEW.name)
        BEGIN SELECT RAISE(ABORT, 'a room has this name'); END;
        CREATE TRIGGER users_stay_apart BEFORE UPDATE OF name ON users
        WHEN EXISTS (SELECT * FROM conversations WHERE name = NEW.name)
        BEGIN SELECT RAISE(ABORT, 'a room has this name'); END;
        CREATE TRIGGER rooms_apart_from_users BEFORE INSERT ON conversations
        WHEN EXISTS (SELECT * FROM users WHERE name = NEW.name)
        BEGIN SELECT RAISE(ABORT, 'a user has this name'); END;
        CREATE TRIGGER rooms_stay_apart BEFORE UPDATE OF name ON conversations
        WHEN EXISTS (SELECT * FROM users WHERE name = NEW.name)
        BEGIN SELECT RAISE(ABORT, 'a user has this name'); END;
        """

    /// Gives each account a secret and each room that has a user's name another one, and keeps them so.
    static func migrateTo4(_ db: Database) throws {
        for room in try db.all(
            """
            SELECT conversations.id, users.name FROM conversations JOIN users ON users.name = conversations.name
            ORDER BY conversations.id
            """, [], { (id: try $0.integer(0), name: try $0.text(1)) })
        {
            try db.run(
                "UPDATE conversations SET name = ? WHERE id = ?", [try freeName(like: room.name, in: db), room.id])
        }
        try db.execute(sql: schema4)
        // The database's own random numbers are no secret.
        var random = SystemRandomNumberGenerator()
        for user in try db.all("SELECT id FROM users", [], { try $0.integer(0) }) {
            try db.run(
                "UPDATE users SET id_secret = ? WHERE id = ?",
                [Data(MessageID.Secret(using: &random).bytes), user])
        }
    }

    /// The first free one of `bob-room`, `bob-room-2`, `bob-room-3` and so on, cut so that it has at most 32 characters.
    private static func freeName(like name: String, in db: Database) throws -> String {
        let isTaken = """
            SELECT EXISTS (SELECT * FROM conversations WHERE name = ?1) OR EXISTS (SELECT * FROM users WHERE name = ?1)
            """
        var number = 1
        while true {
            let suffix = number == 1 ? "-room" : "-room-\(number)"
            let candidate = String(name.prefix(32 - suffix.utf8.count)) + suffix
            if try db.first(isTaken, [candidate], { try $0.integer(0) }) == 0 { return candidate }
            number += 1
        }
    }
}
