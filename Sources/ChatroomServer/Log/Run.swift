internal import ChatroomCore

/// Consecutive messages of one conversation, as they were stored; at least one.
public struct Run: Sendable {
    /// The conversation.
    let conversation: Conversation.ID
    /// The messages.
    private(set) var messages: [Message]

    /// Begins a run.
    init(_ first: Message, in conversation: Conversation.ID) {
        self.conversation = conversation
        messages = [first]
    }

    /// Makes a run of messages as far as they follow each other; `nil` when there are none.
    init?(_ messages: [Message], in conversation: Conversation.ID) {
        guard let first = messages.first else { return nil }
        self.init(first, in: conversation)
        for message in messages.dropFirst() {
            guard append(message) else { return }
        }
    }

    /// The seq of the first message.
    var first: Message.Seq { messages[0].seq }

    /// Adds the message that follows the last one.
    ///
    /// - Returns: Whether it does; a run has no gaps.
    @discardableResult
    mutating func append(_ message: Message) -> Bool {
        guard message.seq == first + Message.Seq(messages.count) else { return false }
        messages.append(message)
        return true
    }
}
