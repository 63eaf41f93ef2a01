import ChatroomCore
import ChatroomTestSupport
import ChatroomWire
import Testing

/// A peer that is logged in and keeps the events that arrive before an answer, so that it can ask while it listens.
struct Listener {
    private var peer: RawPeer
    private var kept: [Event] = []

    private init(_ peer: RawPeer) { self.peer = peer }

    /// Connects, logs in and runs something.
    static func with<Result>(
        _ server: InProcessServer, _ credential: Login.Credential, _ body: (inout Listener) async throws -> Result
    ) async throws -> Result {
        try await RawPeer.with(server) { peer in
            try await peer.logIn(credential)
            var listener = Listener(peer)
            return try await body(&listener)
        }
    }

    /// Asks and waits for the answer.
    mutating func ask(_ request: Request) async throws -> Result<Reply, ChatError> {
        let id = try await peer.start(request)
        while let frame = try await peer.next() {
            switch frame {
            case .reply(let answered, let result):
                guard answered == id else { throw TestFailure("an answer to \(answered) and not to \(id)") }
                return result.read
            case .event(let event): kept.append(event)
            }
        }
        throw TestFailure("no reply to \(request.verb)")
    }

    /// Follows a conversation from its end.
    @discardableResult
    mutating func follow(_ target: String) async throws -> Conversation.ID {
        guard
            case .following(let following) = try await ask(.follow(Follow(target: try Target(target), start: .tail)))
                .get()
        else { throw TestFailure("\(target) is not followed") }
        return following.conversation
    }

    /// The next event; `nil` when the connection ended.
    mutating func next() async throws -> Event? {
        if !kept.isEmpty { return kept.removeFirst() }
        while let frame = try await peer.next() {
            if case .event(let event) = frame { return event }
        }
        return nil
    }

    /// The events up to a message with this text, which is not among them, and what was on its way with it.
    mutating func events(untilPosted body: String) async throws -> [Event] {
        var events: [Event] = []
        while let event = try await next() {
            guard case .posted(_, let message) = event, message.body == body else {
                events.append(event)
                continue
            }
            _ = try await ask(.ping).get()
            defer { kept = [] }
            return events + kept
        }
        throw TestFailure("the connection ended before '\(body)' was posted")
    }
}
