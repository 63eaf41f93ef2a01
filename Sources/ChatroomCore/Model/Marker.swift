/// How far a user of a direct conversation has come.
public struct Marker: Sendable, Hashable {
    /// Who.
    public let user: UserName
    /// The last message that a client of the user has received.
    public let delivered: Message.Seq
    /// The last message that the user has read.
    public let read: Message.Seq

    /// Makes a marker.
    public init(user: UserName, delivered: Message.Seq, read: Message.Seq) {
        self.user = user
        self.delivered = delivered
        self.read = read
    }
}

/// How far both users of a direct conversation have come.
public struct Markers: Sendable, Equatable {
    /// The conversation.
    public let conversation: Conversation.ID
    /// Each user's marker.
    public let markers: [Marker]

    /// Makes an answer.
    public init(conversation: Conversation.ID, markers: [Marker]) {
        self.conversation = conversation
        self.markers = markers
    }
}
