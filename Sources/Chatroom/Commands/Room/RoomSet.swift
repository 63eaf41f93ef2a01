internal import ArgumentParser
internal import ChatroomCore
internal import ChatroomTerminal
internal import ChatroomWire

/// `chatroom room set`: changes a room's settings and its members' roles.
struct RoomSet: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Change a room's settings and its members' roles.",
        usage: "chatroom room set ROOM [options]",
        discussion: """
            Examples:
              chatroom room set ops --private --retain 30d
              chatroom room set ops --moderator @bob
            """)

    /// Who knows of a room.
    enum Openness: EnumerableFlag {
        case `private`, `public`

        static func help(for value: Openness) -> ArgumentHelp? {
            switch value {
            case .private: "Only members know that it exists."
            case .public: "Everybody may read and write there."
            }
        }
    }

    @Argument(help: ArgumentHelp("The room.", valueName: "room"), completion: .room, transform: { try RoomName($0) })
    var name: RoomName

    @Flag(exclusivity: .exclusive)
    var openness: Openness?

    @Option(help: ArgumentHelp("The least time between messages of a member; 0 for none.", valueName: "time"))
    var slow: String?

    @Option(help: ArgumentHelp("Erase messages that are older, such as 30d; 0 keeps them.", valueName: "time"))
    var retain: String?

    @Option(
        help: ArgumentHelp("Make this member an owner; repeats.", valueName: "user"), completion: .user,
        transform: { try UserName($0) })
    var owner: [UserName] = []

    @Option(
        help: ArgumentHelp("Make this member a moderator; repeats.", valueName: "user"), completion: .user,
        transform: { try UserName($0) })
    var moderator: [UserName] = []

    @Option(
        help: ArgumentHelp("Make this an ordinary member again; repeats.", valueName: "user"), completion: .user,
        transform: { try UserName($0) })
    var member: [UserName] = []

    @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions

    func run(_ context: CommandContext) async throws {
        var change = ConfigureRoom(room: name)
        change.isPrivate = openness.map { $0 == .private }
        change.slow = try slow.map { text throws(ChatError) in try TimeInput.wait(text) }
        change.retain = try retain.map { text throws(ChatError) in
            text == "0" ? .zero : try TimeInput.duration(text)
        }
        let isChange = change != ConfigureRoom(room: name)
        let roles: [(ChangeMember.Change, [UserName])] = [
            (.makeOwner, owner), (.makeModerator, moderator), (.makeMember, member),
        ]
        guard isChange || roles.contains(where: { !$0.1.isEmpty }) else {
            throw ChatError(.usage, "nothing to set", hint: "'chatroom room set --help' shows what there is.")
        }
        let request = change
        let room = try await context.withConnection { connection in
            if isChange { _ = try await connection.ask(request) }
            for (change, users) in roles {
                for user in users {
                    _ = try await connection.ask(ChangeMember(room: name, change: change, user: user))
                }
            }
            return try await connection.ask(DescribeRoom(room: name))
        }
        if options.json {
            try await context.printer.write(RoomText.json(room))
        } else {
            context.diagnostics.aside("changed the settings of \(name)")
        }
    }
}
