import ChatroomCore
import ChatroomWire
import NIOCore
import Testing

@testable import ChatroomTestSupport

/// Numbers that a server tells and a client counts on with: one more and one less must be numbers too.
struct ToldNumberTests {
    static let frames: [@Sendable (Int64) -> ServerFrame] = [
        { .reply(1, .success(.following(Following(conversation: Sample.conversation, position: $0, head: 0)))) },
        { .reply(1, .success(.following(Following(conversation: Sample.conversation, position: 0, head: $0)))) },
        {
            .reply(
                1,
                .success(
                    .page(
                        HistoryPage(
                            conversation: Sample.conversation, messages: [], hasMore: false, head: $0))))
        },
        { .event(.posted(Sample.conversation, message($0))) },
        {
            .reply(
                1,
                .success(
                    .page(
                        HistoryPage(
                            conversation: Sample.conversation, messages: [message($0)], hasMore: false, head: 1))))
        },
        {
            .reply(
                1,
                .success(
                    .sent(
                        Receipt(
                            conversation: Sample.conversation, seq: $0, time: Sample.noon, isDuplicate: true,
                            isRecipientOffline: false))))
        },
        { head in
            var summary = Conversation.Summary(id: Sample.conversation, target: .lobby)
            summary.head = head
            return .event(.opened(summary))
        },
        { read in
            var summary = Conversation.Summary(id: Sample.conversation, target: .lobby)
            summary.read = read
            return .reply(1, .success(.conversations([summary])))
        },
    ]

    @Test(arguments: [.min, .min + 1, -1, (1 << 62) + 1, .max - 1, .max] as [Int64])
    func whatCannotBeCountedOnWithIsRefused(number: Int64) {
        for frame in Self.frames {
            let error = #expect(throws: ChatError.self) { try ServerFrame.read(frame(number).encoded.payload) }
            #expect(error?.code == .protocolViolation, "\(frame(number))")
        }
    }

    @Test(arguments: [0, 1, 1 << 62] as [Int64])
    func whatCanBeIsTaken(number: Int64) throws {
        for frame in Self.frames {
            #expect(try ServerFrame.read(frame(number).encoded.payload) == frame(number))
        }
    }

    private static func message(_ seq: Int64) -> Message {
        Message(seq: seq, id: Sample.messageID, sender: Sample.bob, kind: .human, time: Sample.noon, body: "hi")
    }
}
