internal import ChatroomCore
internal import ChatroomStore
internal import GRDB

extension SQLiteStore {
    /// What is known of the time that was: what was noted, and the newest time that anything was stored with.
    func lastTimes() async throws(ChatError) -> LastTimes {
        let stored = """
            SELECT max(time) FROM (
                SELECT max(time) AS time FROM heads JOIN messages USING (conversation, seq)
                UNION ALL SELECT max(created) FROM users
                UNION ALL SELECT max(last_used) FROM tokens
                UNION ALL SELECT max(created) FROM conversations WHERE created > 0
                UNION ALL SELECT max(touched) FROM files)
            """
        return try await read { db in
            func time(_ sql: String) throws -> Timestamp? {
                let milliseconds = try db.first(sql, []) { $0[0] as Int64? } ?? nil
                return milliseconds.map { Timestamp(milliseconds: $0) }
            }
            return LastTimes(noted: try time("SELECT time FROM clock"), stored: try time(stored))
        }
    }

    /// Keeps what time it is.
    func noteTime(_ time: Timestamp) async throws(ChatError) {
        try await transaction { db in
            _ = try db.run(
                "INSERT INTO clock (only, time) VALUES (1, ?) ON CONFLICT (only) DO UPDATE SET time = excluded.time",
                [time.milliseconds])
        }
    }
}
