import ChatroomCore
import ChatroomStore
import ChatroomTestSupport
import ChatroomWire
import Synchronization

@testable import ChatroomDisk
@testable import ChatroomServer

/// A second door into the server, without a socket, a loop or a frame: peers are objects, calls are made at desks.
final class TestDoor: Outlet {
    private let followers = Mutex<[Conversation.ID: [PeerID: TestPeer]]>([:])
    private let last = Atomic<PeerID>(1_000_000)

    /// Runs something with a server that has this door beside its own.
    static func with<Result>(_ body: (InProcessServer, TestDoor) async throws -> Result) async throws -> Result {
        let door = TestDoor()
        let open = { @Sendable (configuration: ServerConfiguration) async throws -> ChatServer in
            _ = try PrivateFileWriter.makeDirectory(configuration.dataDirectory)
            return try await ChatServer(
                configuration, engines: try await .onDisk(configuration.dataDirectory),
                certificate: try ServerCertificate(selfMadeIn: configuration.dataDirectory), isNewDirectory: true,
                logger: InProcessServer.silence, onRunning: { _ in }, onStopping: { _ in }, outlets: [door])
        }
        return try await InProcessServer.with(open: open) { try await body($0, door) }
    }

    /// Lets somebody in who has said nothing yet.
    func enter(_ server: InProcessServer) async throws -> TestVisitor {
        let services = server.server.services
        let id = last.add(1, ordering: .relaxed).newValue
        let peer = TestPeer(id: id, store: services.engines.log, door: self)
        try await services.registry.admit(peer, at: services.clock.now())
        var visitor = TestVisitor(desk: Desk(services: services, peer: peer), peer: peer)
        _ = try await visitor.ask(Hello(client: "test door"))
        return visitor
    }

    func publish(_ runs: [Run]) {
        for run in runs {
            for peer in followers.withLock({ Array(($0[run.conversation] ?? [:]).values) }) { peer.take(run) }
        }
    }

    fileprivate func follow(_ conversation: Conversation.ID, _ peer: TestPeer) {
        followers.withLock { $0[conversation, default: [:]][peer.id] = peer }
    }

    fileprivate func unfollow(_ conversation: Conversation.ID, _ peer: TestPeer) {
        followers.withLock { $0[conversation]?[peer.id] = nil }
    }
}

/// Somebody at the test door, with a desk of their own.
struct TestVisitor {
    private var desk: Desk
    let peer: TestPeer
    private var lastRequest: RequestID = 0
    /// The cases of `Request` that were answered.
    private(set) var granted: Set<String> = []

    fileprivate init(desk: Desk, peer: TestPeer) { (self.desk, self.peer) = (desk, peer) }

    /// Makes a call, and waits for what comes later.
    mutating func ask<C: Handled>(_ call: C) async throws -> C.Answer {
        lastRequest += 1
        let request = lastRequest
        let answer: C.Answer
        switch await desk.take(call, as: request) {
        case .answer(let given): answer = given
        case .refused(let error): throw error
        case .later:
            let peer = peer
            try await eventually("an answer to \(call.verb)") { peer.answer(to: request) != nil }
            guard let given = try peer.answer(to: request)?.get() as? C.Answer else {
                throw TestFailure("\(call.verb) was answered by something else")
            }
            answer = given
        }
        granted.insert(Mirror(reflecting: call.request).children.first?.label ?? "")
        return answer
    }

    /// Leaves.
    mutating func leave() async { await desk.close() }
}

/// What the rest of the server sees of somebody at the test door.
final class TestPeer: Peer {
    fileprivate struct Place {
        var position: Message.Seq
        /// What was published while stored messages were read; `nil` once they are.
        var waiting: [Message]? = []
    }

    fileprivate struct State {
        var events: [Event] = []
        var answers: [RequestID: Result<any Sendable, ChatError>] = [:]
        var places: [Conversation.ID: Place] = [:]
        var identity: Identity?
        var parting: ChatError?
        var lastActivity = Sample.time
        var isLoggingIn = false
    }

    let id: PeerID
    let origin = Origin(user: 4711)
    private let store: any LogStore
    private let door: TestDoor
    private let state = Mutex(State())

    fileprivate init(id: PeerID, store: any LogStore, door: TestDoor) {
        (self.id, self.store, self.door) = (id, store, door)
    }

    /// What it was told so far.
    var events: [Event] { state.withLock { $0.events } }
    /// Whom it belongs to.
    var identity: Identity? { state.withLock { $0.identity } }
    /// Why it was made to go.
    var parting: ChatError? { state.withLock { $0.parting } }
    /// The messages of a conversation that it was brought.
    func posted(in conversation: Conversation.ID) -> [Message] {
        events.compactMap { if case .posted(conversation, let message) = $0 { message } else { nil } }
    }

    fileprivate func answer(to request: RequestID) -> Result<any Sendable, ChatError>? {
        state.withLock { $0.answers[request] }
    }

    fileprivate func take(_ run: Run) {
        state.withLock { state in
            if state.places[run.conversation]?.waiting != nil {
                state.places[run.conversation]?.waiting? += run.messages
            } else {
                state.deliver(run.messages, in: run.conversation)
            }
        }
    }

    var lastActivity: Timestamp { state.withLock { $0.lastActivity } }
    var isThere: Bool { true }
    var isLeaving: Bool { false }
    var isEnded: Bool { parting != nil }
    var isLoggingIn: Bool {
        get { state.withLock { $0.isLoggingIn } }
        set { state.withLock { $0.isLoggingIn = newValue } }
    }

    func noteActivity(at time: Timestamp) { state.withLock { $0.lastActivity = time } }

    func committed(_ answers: [Committed]) {
        state.withLock { state in
            for answer in answers {
                state.answers[answer.request] = answer.outcome.map { $0 ?? Done() as any Sendable }
            }
        }
    }

    func notify(_ event: Event) { state.withLock { $0.events.append(event) } }

    func identified(as identity: Identity?) async throws {
        let left = state.withLock { state in
            state.identity = identity
            guard identity == nil else { return [Conversation.ID]() }
            defer { state.places = [:] }
            return Array(state.places.keys)
        }
        for conversation in left { door.unfollow(conversation, self) }
    }

    func follow(_ following: Following, answering request: RequestID) async throws {
        let conversation = following.conversation
        state.withLock { state in
            state.answers[request] = .success(following)
            state.places[conversation] = Place(position: following.position)
        }
        // Before the store is read: what is stored after that is published.
        door.follow(conversation, self)
        var hasMore = true
        while hasMore, let position = state.withLock({ $0.places[conversation]?.position }) {
            var query = HistoryQuery(target: .lobby, after: position)
            query.isUnfolded = true
            let page = try await store.page(of: conversation, matching: query, for: nil, byteLimit: 65_536)
            state.withLock { $0.deliver(page.messages, in: conversation) }
            hasMore = page.hasMore
        }
        state.withLock { state in
            let waiting = state.places[conversation]?.waiting ?? []
            state.places[conversation]?.waiting = nil
            state.deliver(waiting, in: conversation)
        }
    }

    func unfollow(_ conversation: Conversation.ID) async throws {
        door.unfollow(conversation, self)
        state.withLock { $0.places[conversation] = nil }
    }

    func end(_ conversation: Conversation.ID, _ reason: ChatError) {
        door.unfollow(conversation, self)
        state.withLock { state in
            guard state.places.removeValue(forKey: conversation) != nil else { return }
            state.events.append(.ended(conversation, reason))
        }
    }

    func part(_ parting: Parting) {
        state.withLock { state in
            switch parting {
            case .drain(let reason): state.events.append(.goingAway(reason))
            case .now(let reason): state.parting = reason
            case .wordless: state.parting = ChatError(.unreachable, "put out without a word")
            }
        }
    }
}

extension TestPeer.State {
    /// Brings what comes after the position, each message once.
    fileprivate mutating func deliver(_ messages: [Message], in conversation: Conversation.ID) {
        for message in messages {
            guard let place = places[conversation], message.seq > place.position else { continue }
            places[conversation]?.position = message.seq
            events.append(.posted(conversation, message))
        }
    }
}
