/// What a ``Search`` found.
public struct Found: Sendable, Equatable {
    /// A message that matches, and where it is.
    public struct Hit: Sendable, Equatable {
        /// The conversation.
        public let conversation: Conversation.ID
        /// How the user addresses it.
        public let target: Target
        /// The message, folded.
        public let message: Message

        /// Makes a hit.
        public init(conversation: Conversation.ID, target: Target, message: Message) {
            self.conversation = conversation
            self.target = target
            self.message = message
        }
    }

    /// The hits, newest first.
    public let hits: [Hit]
    /// Where the next page begins; `nil` when there is none.
    public let next: Int64?

    /// Makes an answer.
    public init(hits: [Hit], next: Int64?) {
        self.hits = hits
        self.next = next
    }
}
