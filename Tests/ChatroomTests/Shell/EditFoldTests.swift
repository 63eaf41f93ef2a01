import ChatroomCore
import Testing

@testable import ChatroomShell

struct EditFoldTests {
    private static func edit(_ seq: Message.Seq, of changed: Message.Seq, _ body: String) throws -> Message {
        var random = SystemRandomNumberGenerator()
        let time = Timestamp(milliseconds: 1_000 + seq)
        return Message(
            seq: seq, id: MessageID(at: time, using: &random), sender: try UserName("ci"), kind: .agent, time: time,
            body: body, entry: .edit(of: changed))
    }

    @Test func editsOfAFewSecondsBecomeOneLine() throws {
        var fold = EditFold()
        let start = ContinuousClock.now
        #expect(fold.take(try Self.edit(2, of: 1, "10%"), in: .lobby, now: start))
        for seq in 3...99 as ClosedRange<Message.Seq> {
            let now = start + .milliseconds(30 * seq)
            #expect(!fold.take(try Self.edit(seq, of: 1, "\(seq)%"), in: .lobby, now: now))
        }
        #expect(fold.next == start + EditFold.window)
        #expect(fold.due(start + EditFold.window - .milliseconds(1)).isEmpty)
        #expect(fold.due(start + EditFold.window).map(\.message.body) == ["99%"])
        #expect(fold.next == nil)
        // What is shown then folds those that come after it.
        #expect(!fold.take(try Self.edit(100, of: 1, "done"), in: .lobby, now: start + .seconds(4)))
        #expect(fold.due(start + .seconds(6)).map(\.message.body) == ["done"])
        #expect(fold.take(try Self.edit(101, of: 1, "later"), in: .lobby, now: start + .seconds(20)))
    }

    @Test func messagesAndConversationsAreFoldedApart() throws {
        var fold = EditFold()
        let start = ContinuousClock.now
        let ops = try Target("ops")
        #expect(fold.take(try Self.edit(2, of: 1, "a"), in: .lobby, now: start))
        #expect(fold.take(try Self.edit(2, of: 1, "b"), in: ops, now: start))
        #expect(fold.take(try Self.edit(4, of: 3, "c"), in: .lobby, now: start))
        #expect(!fold.take(try Self.edit(6, of: 3, "e"), in: .lobby, now: start))
        #expect(!fold.take(try Self.edit(5, of: 1, "d"), in: .lobby, now: start))
        #expect(fold.due(start + .seconds(9)).map(\.message.body) == ["d", "e"])
    }

    @Test func aDeletionIsShownAndWhatWaitedForItIsNot() throws {
        var fold = EditFold()
        let start = ContinuousClock.now
        #expect(fold.take(try Self.edit(2, of: 1, "a"), in: .lobby, now: start))
        #expect(!fold.take(try Self.edit(3, of: 1, "b"), in: .lobby, now: start))
        let edit = try Self.edit(4, of: 1, "")
        let deletion = Message(
            seq: 4, id: edit.id, sender: edit.sender, kind: .agent, time: edit.time, body: "", entry: .deletion(of: 1))
        let isShown = fold.take(deletion, in: .lobby, now: start)
        #expect(isShown)
        #expect(fold.due(start + .seconds(9)).isEmpty)
    }
}
