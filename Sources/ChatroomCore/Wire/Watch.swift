/// A request for events beyond those of followed conversations.
public struct Watch: Sendable, Equatable {
    /// Whether to tell of conversations that begin or become visible.
    public var conversations: Bool
    /// Whether to tell who comes and goes.
    public var presence: Bool
    /// Whether to tell what the other users of direct conversations have received and read.
    public var markers: Bool

    /// Makes a request.
    public init(conversations: Bool = false, presence: Bool = false, markers: Bool = false) {
        self.conversations = conversations
        self.presence = presence
        self.markers = markers
    }

    init(_ wire: PBWatch) {
        self.init(conversations: wire.conversations, presence: wire.presence, markers: wire.markers)
    }

    var wire: PBWatch {
        var wire = PBWatch()
        wire.conversations = conversations
        wire.presence = presence
        wire.markers = markers
        return wire
    }
}

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

    init(_ wire: PBMarker) throws(ChatError) {
        self.init(user: try UserName(wire.user), delivered: wire.delivered, read: wire.read)
    }

    var wire: PBMarker {
        var wire = PBMarker()
        wire.user = user.text
        wire.delivered = delivered
        wire.read = read
        return wire
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

    init(_ wire: PBMarkers) throws(ChatError) {
        var markers: [Marker] = []
        for marker in wire.markers { markers.append(try Marker(marker)) }
        self.init(conversation: Conversation.ID(rawValue: wire.conversation), markers: markers)
    }

    var wire: PBMarkers {
        var wire = PBMarkers()
        wire.conversation = conversation.rawValue
        wire.markers = markers.map(\.wire)
        return wire
    }
}
