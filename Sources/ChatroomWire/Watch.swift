internal import ChatroomCore

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

extension Marker {
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

extension Markers {
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
