internal import ChatroomCore
internal import ChatroomStore
internal import Foundation
internal import Testing

@testable internal import ChatroomDisk

/// Whatever is changed behind the store's back in what is shown of a log is found, at its place.
struct TamperTests {
    /// A change by SQL, and the first entry that is wrong by it.
    struct Tampering: CustomTestStringConvertible, Sendable {
        let sql: String
        let broken: Message.Seq

        init(_ sql: String, _ broken: Message.Seq) {
            self.sql = sql
            self.broken = broken
        }

        var testDescription: String { sql }
    }

    private static func set(_ change: String, at seq: Message.Seq) -> Tampering {
        Tampering("UPDATE messages SET \(change) WHERE conversation = 2 AND seq = \(seq)", seq)
    }

    /// Columns of messages.
    static let columns: [Tampering] = [
        set("id = randomblob(16)", at: 3), set("sender = 2", at: 3), set("sender_kind = 'script'", at: 3),
        set("time = time + 1", at: 3), set("reply_to = 1", at: 3), set("chain = zeroblob(32)", at: 3),
        set("body = 'other'", at: 3), set("body_digest = zeroblob(32)", at: 3), set("entry = 'topic'", at: 3),
        set("thread = NULL", at: 3), set("thread = 1", at: 3), set("thread = 1", at: 4),
        set("choices = 'a'", at: 3), set("choices = 'yes'", at: 2), set("deadline = 0", at: 2),
        set("deadline = NULL", at: 2), set("deadline = deadline + 1", at: 2), set("update_key = 'x'", at: 6),
        set("update_key = NULL", at: 6), set("update_key = 'x'", at: 1), set("mentioned = NULL", at: 1),
        set("mentioned = zeroblob(32)", at: 1), set("file = NULL", at: 9), set("seq = 99", at: 3),
        set("conversation = 1, seq = 1", at: 3), set("body = NULL", at: 3),
        set("body = NULL, body_digest = x'\(String(repeating: "00", count: 32))'", at: 3),
        // Taken for an edit, it would have changed whom its message mentions.
        Tampering("UPDATE messages SET changes = 1 WHERE conversation = 2 AND seq = 3", 1),
        Tampering("UPDATE messages SET changes = 3 WHERE conversation = 2 AND seq = 9", 9),
        // With the right digest, but nobody deleted it.
        Tampering("UPDATE messages SET body = NULL, body_digest = :digest WHERE conversation = 2 AND seq = 3", 3),
        Tampering(
            "UPDATE messages SET body = 'gone', body_digest = NULL WHERE conversation = 2 AND seq = 7", 7),
    ]

    /// Rows of messages, and where they end.
    static let rows: [Tampering] = [
        Tampering("DELETE FROM messages WHERE conversation = 2 AND seq = 4", 4),
        Tampering("DELETE FROM messages WHERE conversation = 2 AND seq = 1", 1),
        Tampering("DELETE FROM messages WHERE conversation = 2 AND seq = 11", 11),
        // The fourth mentions somebody by its edit, which is the fifth.
        Tampering("DELETE FROM messages WHERE conversation = 2 AND seq > 4", 4),
        Tampering("DELETE FROM messages WHERE conversation = 2 AND seq > 8", 9),
        Tampering("DELETE FROM messages WHERE conversation = 2", 1),
        Tampering(
            """
            UPDATE messages SET seq = 100 WHERE conversation = 2 AND seq = 3;
            UPDATE messages SET seq = 3 WHERE conversation = 2 AND seq = 4;
            UPDATE messages SET seq = 4 WHERE conversation = 2 AND seq = 100
            """, 3),
        Tampering(
            """
            INSERT INTO messages (conversation, seq, id, sender, sender_kind, time, chain, body)
            SELECT 2, 12, randomblob(16), sender, sender_kind, time, chain, body FROM messages
            WHERE conversation = 2 AND seq = 11
            """, 12),
        Tampering("UPDATE heads SET seq = 10 WHERE conversation = 2", 11),
        Tampering("UPDATE heads SET seq = 12 WHERE conversation = 2", 12),
        Tampering("UPDATE heads SET chain = zeroblob(32) WHERE conversation = 2", 11),
        Tampering("DELETE FROM heads WHERE conversation = 2", 1),
        // The note goes with the entry, but a cursor stood there.
        Tampering(
            """
            DELETE FROM messages WHERE conversation = 2 AND seq = 11;
            UPDATE heads SET seq = 10, chain = (SELECT chain FROM messages WHERE conversation = 2 AND seq = 10)
            WHERE conversation = 2
            """, 11),
    ]

    /// What is stored elsewhere.
    static let elsewhere: [Tampering] = [
        Tampering("UPDATE users SET name = 'mallory' WHERE name = 'alice'", 1),
        Tampering("UPDATE users SET kind = 'script' WHERE name = 'alice'", 1),
        Tampering("UPDATE conversations SET topic = 'other' WHERE id = 2", 10),
        Tampering("UPDATE conversations SET topic = 'other' WHERE id = 3", 1),
        Tampering("UPDATE conversations SET floor = 3 WHERE id = 2", 1),
        Tampering("UPDATE conversations SET floor = 99 WHERE id = 2", 1),
        Tampering("DELETE FROM mentions WHERE conversation = 2", 1),
        Tampering("UPDATE mentions SET user = 1 WHERE conversation = 2", 1),
        Tampering("INSERT INTO mentions (user, conversation, seq) VALUES (2, 2, 3)", 3),
        Tampering("INSERT INTO mentions (user, conversation, seq) VALUES (2, 2, 99)", 12),
        Tampering("UPDATE updates SET key = 'other' WHERE conversation = 2", 6),
        Tampering("UPDATE updates SET seq = 3 WHERE conversation = 2", 3),
        Tampering("UPDATE updates SET sender = 2 WHERE conversation = 2", 6),
        Tampering("UPDATE files SET name = 'other'", 9), Tampering("UPDATE files SET size = 1", 9),
        Tampering("UPDATE files SET type = 'text/html'", 9), Tampering("UPDATE files SET seq = 3", 9),
        Tampering("UPDATE files SET owner = 2", 9), Tampering("UPDATE files SET conversation = 1", 9),
        Tampering("UPDATE files SET digest = zeroblob(32)", 9), Tampering("DELETE FROM files", 9),
    ]

    @Test(arguments: columns + rows + elsewhere)
    func itIsFound(tampering: Tampering) async throws {
        let scratch = try await Self.scene()
        let digest = "x'" + MessageChain.digest(ofBody: "no").map { String(format: "%02x", $0) }.joined() + "'"
        let sql = tampering.sql.replacingOccurrences(of: ":digest", with: digest)
        let store = try await scratch.reopened(after: sql)
        let room = Conversation.ID(rawValue: sql.contains("id = 3") ? 3 : 2)
        let verified = try await store.verifyChain(of: room, after: 0)
        #expect(verified.broken == tampering.broken)
        #expect(verified.problem != nil)
    }

    @Test func nothingIsFoundWhereNothingWasDone() async throws {
        let scratch = try await Self.scene()
        let store = try await scratch.reopened(after: "")
        for room in [1, 2, 3] as [Int64] {
            let verified = try await store.verifyChain(of: Conversation.ID(rawValue: room), after: 0)
            #expect(verified.broken == nil, "\(verified)")
        }
    }

    /// To go on would give a seq twice.
    @Test func aLogThatWasCutTakesNothing() async throws {
        let scratch = try await Self.scene()
        let store = try await scratch.reopened(after: "DELETE FROM messages WHERE conversation = 2 AND seq > 8")
        let room = Conversation.ID(rawValue: 2)
        let outcomes = try await store.append(
            [.from(scratch.alice, "on", in: room), .from(scratch.alice, "elsewhere")],
            at: Timestamp(milliseconds: 3000))
        #expect(throws: ChatError.self) { try outcomes[0].get() }
        #expect(try outcomes[1].get().message.seq == 1)
        #expect(try await store.head(of: room) == 8)
    }

    /// A room with one entry of each kind, a cursor of bob's at the end, and a room with a topic and no entry.
    private static func scene() async throws -> ScratchStore {
        let scratch = try await ScratchStore(durability: .relaxed)
        let room = try await scratch.room("ops")
        try await scratch.send("hello @bob", in: room)
        try await scratch.send("go?", .ask(choices: ["yes", "no"], within: .seconds(60)), in: room)
        try await scratch.send("no", replyTo: 2, in: room)
        try await scratch.send("why", in: room)
        try await scratch.send("why, @bob?", .edit(4), in: room)
        try await scratch.send("10 %", .update(key: "k"), in: room)
        try await scratch.send("gone", in: room)
        try await scratch.send("", .delete(7), in: room)
        let file = FileID(rawValue: 77)
        let id = try #require(file)
        let pending = PendingFile(
            id: id, conversation: room, name: try FileName("a.txt"), type: "text/plain", size: 3,
            touched: Timestamp(milliseconds: 1000))
        let quota = FileQuota(account: 1000, total: 1000)
        try await scratch.store.beginFile(pending, of: scratch.alice.id, quota: quota)
        let digest = try #require(FileDigest(bytes: MessageChain.digest(ofBody: "abc")))
        try await scratch.store.finishFile(
            id, as: WholeFile(size: 3, digest: digest, expires: nil, downloads: nil), quota: quota,
            at: Timestamp(milliseconds: 1000))
        let bringing = NewMessage(
            conversation: room, sender: scratch.alice, id: .random(), body: "look", file: id)
        _ = try await scratch.append([bringing])[0].get()
        try await scratch.send("fruit", .topic, in: room)
        try await scratch.send("last", in: room)
        try await scratch.read(11, as: scratch.bob, in: room)
        _ = try await scratch.store.createRoom(
            CreateRoom(room: try RoomName("dev"), isPrivate: false, topic: "code"), by: scratch.alice.id,
            at: Timestamp(milliseconds: 500))
        return scratch
    }
}
