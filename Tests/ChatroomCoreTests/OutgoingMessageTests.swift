import ChatroomCore
import Testing

@testable import ChatroomTestSupport

struct OutgoingMessageTests {
    @Test func aMessageIsAPostAndNoReplyUnlessItSaysSo() {
        let message = OutgoingMessage(id: Sample.messageID, target: .lobby, body: "x")
        #expect(message.act == .post)
        #expect(message.replyTo == nil)
    }

    @Test func messagesOfDifferentActsDiffer() {
        let acts: [OutgoingMessage.Act] = [
            .post, .edit(1), .edit(2), .delete(1), .update(key: "1"), .update(key: "2"),
            .ask(choices: [], within: nil), .ask(choices: [], within: .seconds(1)),
            .ask(choices: ["a"], within: nil), .topic,
        ]
        let messages = acts.map { OutgoingMessage(id: Sample.messageID, target: .lobby, body: "x", act: $0) }
        #expect(Set(messages).count == acts.count)
    }

    @Test func onlyEditsAndDeletionsChangeAMessage() {
        #expect(Sample.entry(45, .edit(of: 43)).changes == 43)
        #expect(Sample.entry(45, .deletion(of: 43)).changes == 43)
        #expect(Sample.entry(45, .topic).changes == nil)
        #expect(Sample.entry(45, replyTo: 43).changes == nil)
    }
}
