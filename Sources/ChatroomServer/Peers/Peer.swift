internal import ChatroomCore
internal import ChatroomWire

/// The number of a peer, which no other of this run has.
typealias PeerID = UInt64
/// The number by which a peer knows a call and its answer.
typealias RequestID = UInt64

/// Whoever talks to the server, through whatever door.
protocol Peer: AnyObject, Sendable {
    var id: PeerID { get }
    /// Where it comes from.
    var origin: Origin { get }
    /// When the user last asked for something, signs of life aside.
    var lastActivity: Timestamp { get }
    /// Whether it is still there; no password is checked for one that is not.
    var isThere: Bool { get }
    /// Whether it is to go as soon as what it asked for is answered.
    var isLeaving: Bool { get }
    /// Whether it was put out: what it asked for and is not done by then is not to be done any more.
    var isEnded: Bool { get }
    /// Whether a login or a registration of the peer is being looked at.
    var isLoggingIn: Bool { get set }

    /// Notes that the user asked for something.
    func noteActivity(at time: Timestamp)
    /// Answers what was stored or refused: all of one batch that is this peer's.
    func committed(_ answers: [Committed])
    /// Tells of something outside of what the peer follows; one that leaves too much unread is put out.
    func notify(_ event: Event)
    /// Changes whom the peer belongs to, and with that what it may do; with `nil` nothing is followed any more when
    /// this returns.
    func identified(as identity: Identity?) async throws
    /// Answers a call to follow and begins to deliver, in one step.
    func follow(_ following: Following, answering request: RequestID) async throws
    /// Delivers no message of a conversation any more once this returns.
    func unfollow(_ conversation: Conversation.ID) async throws
    /// Ends what the peer follows of a conversation, and tells it why.
    func end(_ conversation: Conversation.ID, _ reason: ChatError)
    /// Has it go.
    func part(_ parting: Parting)
}

/// What became of something that a peer had stored.
struct Committed: Sendable {
    let request: RequestID
    /// Where a message went; `nil` for what is just done.
    let outcome: Result<Receipt?, ChatError>
}

/// How a peer is made to go.
enum Parting: Sendable {
    /// It is told why, and goes when what it asked for is answered.
    case drain(ChatError)
    /// It is told why, and nothing that it asked for is begun any more.
    case now(ChatError)
    /// It is told nothing.
    case wordless
}

extension Peer {
    /// The peer as what limits logins sees it.
    var caller: Caller { Caller(origin, isThere: { self.isThere }, isLeaving: { self.isLeaving }) }
}
