/// One page of a history, oldest message first.
public struct HistoryPage: Sendable, Equatable {
    /// The conversation that was read.
    public let conversation: Conversation.ID
    /// The messages.
    public let messages: [Message]
    /// Whether more match after the last of these.
    public let hasMore: Bool
    /// The seq of the conversation's newest message; 0 when it is empty.
    public let head: Message.Seq

    /// The most bytes of texts in a page, so that it fits a frame with room to spare.
    public static let byteLimit = 512 * 1024

    /// Makes a page.
    public init(conversation: Conversation.ID, messages: [Message], hasMore: Bool, head: Message.Seq) {
        self.conversation = conversation
        self.messages = messages
        self.hasMore = hasMore
        self.head = head
    }

    /// Refuses a page that does not go on from where the query begins, so that reading on always ends.
    ///
    /// - Parameter query: What was asked.
    /// - Throws: ``ChatError`` with code `protocol-violation`.
    public func check(against query: HistoryQuery) throws(ChatError) {
        guard hasMore else { return }
        guard let last = messages.last, last.seq > query.after, last.seq < query.before ?? .max else {
            throw ChatError(.protocolViolation, "the server's pages of a history do not go on")
        }
    }
}
