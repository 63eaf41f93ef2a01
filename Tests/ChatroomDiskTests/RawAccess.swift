internal import ChatroomCore
internal import ChatroomStore
internal import Foundation
internal import GRDB

@testable internal import ChatroomDisk

extension ScratchStore {
    /// Runs SQL on the connection that writes, past all that the store would check.
    func execute(_ sql: String) async throws {
        try await store.access.pool.writeWithoutTransaction { db in try db.execute(sql: sql) }
    }

    /// Reads one number on the connection that writes.
    func number(_ sql: String) async throws -> Int? {
        try await store.access.pool.writeWithoutTransaction { db in try Int.fetchOne(db, sql: sql) }
    }

    /// Deletes the body of a message of the lobby, as far as the schema allows it.
    func deleteBody(of seq: Message.Seq) async throws {
        try await store.access.pool.write { db in
            let body = try String.fetchOne(db, sql: "SELECT body FROM messages WHERE seq = ?", arguments: [seq])
            try db.execute(
                sql: "UPDATE messages SET body = NULL, body_digest = ? WHERE seq = ?",
                arguments: [Data(MessageChain.digest(ofBody: body ?? "")), seq])
        }
    }

    /// Closes the store, changes its file behind its back, with no rule in force, and opens it again.
    func reopened(after sql: String) async throws -> SQLiteStore {
        try await store.close()
        try changeDatabase(in: path, sql)
        return try await SQLiteStore.open(directory: path)
    }
}

/// Runs SQL on the database of a directory that no store has open, with no rule in force.
func changeDatabase(in directory: String, _ sql: String) throws {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    let queue = try DatabaseQueue(path: directory + "/chatroom.db", configuration: configuration)
    try queue.writeWithoutTransaction { db in
        let triggers = try String.fetchAll(db, sql: "SELECT name FROM sqlite_schema WHERE type = 'trigger'")
        for trigger in triggers { try db.execute(sql: "DROP TRIGGER \(trigger)") }
        try db.execute(sql: "PRAGMA ignore_check_constraints = ON;" + sql)
    }
    try queue.close()
}
