internal import ChatroomCore
internal import ChatroomStore
internal import FoundationEssentials
internal import GRDB

extension SQLiteStore {
    /// What is known of a place.
    func familiarity(of place: [UInt8], with name: UserName?) async throws(ChatError) -> Familiarity {
        let sql = """
            SELECT EXISTS (SELECT * FROM places WHERE place = ?1), EXISTS (
                SELECT * FROM places WHERE place = ?1 AND user = (SELECT id FROM users WHERE name = ?2))
            """
        return try await read { db in
            try db.first(sql, [Data(place), name?.text ?? ""]) { row in
                Familiarity(isPlaceKnown: try row.integer(0) == 1, isAccountKnown: try row.integer(1) == 1)
            } ?? Familiarity(isPlaceKnown: false, isAccountKnown: false)
        }
    }

    /// Notes that an account logged in at a place, and forgets all but the latest places of the account.
    func notePlace(
        _ place: [UInt8], of account: Account.ID, at time: Timestamp, keeping count: Int
    ) async throws(ChatError) {
        let note = """
            INSERT INTO places (user, place, seen) VALUES (?, ?, ?)
            ON CONFLICT (user, place) DO UPDATE SET seen = excluded.seen
            """
        let forget = """
            DELETE FROM places WHERE user = ?1 AND place <> ?2 AND place NOT IN (
                SELECT place FROM places WHERE user = ?1 AND place <> ?2 ORDER BY seen DESC LIMIT ?3)
            """
        try await transaction { db in
            try db.run(note, [account.rawValue, Data(place), time.milliseconds])
            try db.run(forget, [account.rawValue, Data(place), max(count, 1) - 1])
        }
    }
}
