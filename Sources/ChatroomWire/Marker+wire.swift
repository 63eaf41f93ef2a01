internal import ChatroomCore

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
