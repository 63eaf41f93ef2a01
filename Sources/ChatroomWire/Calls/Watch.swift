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

extension Watch: Call {
    /// The verb.
    public var verb: String { "watch" }
    /// One of all requests.
    public var request: Request { .watch(self) }
    /// Says no more than that it is done.
    public typealias Answer = Done
}
