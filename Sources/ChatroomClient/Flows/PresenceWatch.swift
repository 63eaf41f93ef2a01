public import ChatroomCore
internal import ChatroomWire

/// Tells who is there, and then who comes, goes and is away.
public struct PresenceWatch: Sendable {
    /// What is told.
    public enum Notice: Sendable {
        /// What becomes of the connection.
        case line(LineStatus)
        /// Somebody is there, when the watch begins.
        case present(PresentUser)
        /// Something changed with somebody, who was not there before if it is new.
        case changed(PresentUser, isNew: Bool)
    }

    /// The way to the server.
    public let client: ChatClient
    /// A room or a user to which it is restricted; `nil` for everyone.
    public let target: Target?

    /// Sets every part.
    public init(client: ChatClient, target: Target?) {
        (self.client, self.target) = (client, target)
    }

    /// Watches until the task is cancelled.
    ///
    /// - Parameter tell: Told who is there and what changes.
    /// - Throws: What asking and telling throw.
    public func run(tell: @escaping @Sendable (Notice) async throws -> Void) async throws {
        var known: [UserName: String?]?
        var members: Set<UserName>?
        let tellLine: @Sendable (LineStatus) async throws -> Void = { try await tell(.line($0)) }
        try await client.withReconnecting(
            patience: nil, first: .patient(limit: nil), toFollow: true, onStatus: tellLine
        ) { connection in
            _ = try await connection.ask(Watch(presence: true))
            let present = try await connection.ask(Who(target: target)).filter { $0.sessions > 0 }
            if case .room(let room)? = target, room != .lobby {
                members = Set(try await connection.ask(DescribeRoom(room: room)).members.map(\.name))
            }
            if known == nil {
                for user in present { try await tell(.present(user)) }
            }
            known = Dictionary(present.map { ($0.name, $0.away) }) { one, _ in one }
            for try await event in connection.events {
                guard case .presenceChanged(let users) = event else { continue }
                for user in users {
                    if case .direct(let name)? = target, user.name != name { continue }
                    if let members, !members.contains(user.name) { continue }
                    let before = known?[user.name]
                    let now: String?? = user.sessions > 0 ? .some(user.away) : nil
                    // What was seen when the watch began is told once.
                    guard before != now else { continue }
                    known?[user.name] = now
                    try await tell(.changed(user, isNew: before == nil))
                }
            }
        }
    }
}
