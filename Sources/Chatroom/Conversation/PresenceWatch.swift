internal import ChatroomClient
internal import ChatroomCore
internal import ChatroomWire

/// Prints who is there, and then who comes, goes and is away, until it is interrupted.
struct PresenceWatch {
    let context: CommandContext
    let client: ChatClient
    let text: PresenceText

    /// Watches.
    ///
    /// - Parameters:
    ///   - target: A room or a user to which it is restricted; `nil` for everyone.
    ///   - limit: How long; `nil` for ever.
    /// - Throws: `ChatError` with code `waited-in-vain` or `interrupted`, and what watching and printing throw.
    func run(_ target: Target?, _ limit: Duration?) async throws {
        let (client, context, text) = (client, context, text)
        try await Interruption.guarding(for: limit) {
            try await OutputWatch().during {
                let printer = Printer()
                var known: [UserName: String?]?
                var members: Set<UserName>?
                try await client.withReconnecting(
                    patience: nil, first: .patient(limit: nil), onStatus: { context.tell($0) }
                ) { connection in
                    _ = try await connection.ask(Watch(presence: true))
                    let present = try await connection.ask(ChatroomWire.Who(target: target)).filter { $0.sessions > 0 }
                    if case .room(let room)? = target, room != .lobby {
                        members = Set(try await connection.ask(DescribeRoom(room: room)).members.map(\.name))
                    }
                    if known == nil {
                        for user in present { try await printer.lines(text.bytes(user), isJSON: text.isJSON) }
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
                            let time = TimeText.clock(Timestamp.ofSystem(), in: .local)
                            try await printer.lines(
                                text.change(user, isNew: before == nil, at: time), isJSON: text.isJSON)
                        }
                    }
                }
            }
        }
    }
}
