internal import ChatroomCore
internal import ChatroomWire
internal import NIOCore

/// Consecutive messages of one conversation, encoded once as the event frames that every follower gets.
struct EncodedRun: Sendable {
    /// The conversation.
    let conversation: Conversation.ID
    /// The seq of the first message.
    let first: Message.Seq
    /// The frames, one after the other.
    private(set) var bytes = ByteBuffer()
    /// Where each frame ends, counted from the start of ``bytes``.
    private(set) var ends: [Int] = []

    /// Begins a run with the message that has this seq.
    init(conversation: Conversation.ID, first: Message.Seq) {
        self.conversation = conversation
        self.first = first
    }

    /// Adds the message that follows the last one.
    mutating func append(_ message: Message) {
        precondition(message.seq == first + Message.Seq(ends.count), "a run has no gaps")
        ServerFrame.event(.posted(conversation, message)).encode(into: &bytes)
        ends.append(bytes.writerIndex)
    }
}
