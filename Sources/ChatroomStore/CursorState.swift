public import ChatroomCore

/// What is known of the messages that a named cursor has not passed.
public struct CursorState: Sendable, Equatable {
    /// Everything up to here is done.
    public var position: Message.Seq
    /// What is done beyond.
    public var done: Set<Message.Seq>
    /// How often a message was tried in vain.
    public var failures: [Message.Seq: Int]

    /// Makes a state.
    public init(position: Message.Seq, done: Set<Message.Seq> = [], failures: [Message.Seq: Int] = [:]) {
        self.position = position
        self.done = done
        self.failures = failures
    }
}
