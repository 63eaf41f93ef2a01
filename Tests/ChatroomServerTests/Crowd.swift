import ChatroomClient
import ChatroomCore
import ChatroomTestSupport
import ChatroomWire

/// Some users, each logged in on a connection of its own.
///
/// `root` is always among them and administrator, as the first account of all is.
@dynamicMemberLookup
struct Crowd: Sendable {
    private let connections: [String: ChatConnection]
    private let credentials: [String: Login.Credential]

    /// Registers users, logs them in and runs something.
    static func with<Result: Sendable>(
        _ server: InProcessServer, _ names: String..., body: (Crowd) async throws -> Result
    ) async throws -> Result {
        var credentials: [String: Login.Credential] = [:]
        for name in ["root"] + names { credentials[name] = try await server.register(name) }
        return try await gather(server, credentials, waiting: Array(credentials.keys)[...], [:], body)
    }

    private static func gather<Result: Sendable>(
        _ server: InProcessServer, _ credentials: [String: Login.Credential], waiting: ArraySlice<String>,
        _ connections: [String: ChatConnection], _ body: (Crowd) async throws -> Result
    ) async throws -> Result {
        guard let name = waiting.first else {
            return try await body(Crowd(connections: connections, credentials: credentials))
        }
        return try await server.client(credentials[name], at: server.socket).withConnection { connection in
            var connections = connections
            connections[name] = connection
            return try await gather(server, credentials, waiting: waiting.dropFirst(), connections, body)
        }
    }

    /// The connection of one.
    subscript(dynamicMember name: String) -> ChatConnection {
        guard let connection = connections[name] else { fatalError("\(name) is not in the crowd") }
        return connection
    }

    /// What one logs in with.
    func credential(_ name: String) -> Login.Credential {
        guard let credential = credentials[name] else { fatalError("\(name) is not in the crowd") }
        return credential
    }
}

extension ChatConnection {
    /// Makes a room.
    @discardableResult
    func make(_ room: String, isPrivate: Bool = false, topic: String = "") async throws -> Conversation.ID {
        let request = CreateRoom(room: try RoomName(room), isPrivate: isPrivate, topic: topic)
        return try await self.room(.createRoom(request)).summary.id
    }

    /// Changes who belongs to a room.
    func change(_ room: String, _ change: ChangeMember.Change, _ user: String? = nil) async throws {
        let user = try user.map { try UserName($0) }
        _ = try await ask(.changeMember(ChangeMember(room: try RoomName(room), change: change, user: user)))
    }

    /// Changes the settings of a room.
    func configure(_ room: String, _ adjust: (inout ConfigureRoom) -> Void) async throws {
        var change = ConfigureRoom(room: try RoomName(room))
        adjust(&change)
        _ = try await ask(.configureRoom(change))
    }

    /// Says something in a room or, with `@`, to a user.
    @discardableResult
    func say(
        _ body: String, in target: String, replyTo: Message.Seq? = nil, act: OutgoingMessage.Act = .post
    ) async throws -> Receipt {
        try await send(OutgoingMessage(body, to: try Target(target), replyTo: replyTo, act: act))
    }

    /// What a room or a direct conversation holds.
    func read(_ target: String, _ adjust: (inout HistoryQuery) -> Void = { _ in }) async throws -> [Message] {
        var query = HistoryQuery(target: try Target(target))
        adjust(&query)
        return try await history(query).messages
    }

    /// A conversation as it stands among all that the user can see; `nil` when it is not among them.
    func summary(_ target: String) async throws -> Conversation.Summary? {
        let target = try Target(target)
        return try await conversations().first { $0.target == target }
    }
}

extension OutgoingMessage {
    /// A message with an id of its own that answers or changes another one.
    init(_ body: String, to target: Target, replyTo: Message.Seq?, act: Act) {
        self.init(id: OutgoingMessage(body).id, target: target, body: body, replyTo: replyTo, act: act)
    }
}
