internal import ArgumentParser
internal import ChatroomCore

/// What the commands about who belongs to a room have in common.
struct RoomMembership {
    let room: RoomName
    let users: [UserName]

    /// Makes the same change for every user, or for oneself.
    ///
    /// - Parameters:
    ///   - change: What to do.
    ///   - context: What the command works with.
    ///   - done: What a person at a terminal is told of each.
    /// - Throws: `ChatError`.
    func make(
        _ change: ChangeMember.Change, _ context: CommandContext, _ done: @escaping @Sendable (String) -> String
    ) async throws {
        let (room, users) = (room, users)
        try await context.withConnection { connection in
            for user in users.isEmpty ? [nil] : users.map(Optional.some) {
                _ = try await connection.ask(ChangeMember(room: room, change: change, user: user))
                context.diagnostics.aside(done(user.map { "@\($0)" } ?? "you"))
            }
        }
    }
}

/// `chatroom room join`: joins a room.
struct RoomJoin: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "join", abstract: "Join a room that is public, or that you are invited to.",
        usage: "chatroom room join ROOM [options]",
        discussion: """
            Examples:
              chatroom room join ops
              chatroom room join ops -q || echo 'not for us'
            """)

    @Argument(help: ArgumentHelp("The room.", valueName: "room"), completion: .room, transform: { try RoomName($0) })
    var name: RoomName

    @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions

    func run(_ context: CommandContext) async throws {
        try await RoomMembership(room: name, users: []).make(.join, context) { [name] _ in
            "you joined \(name)"
        }
    }
}

/// `chatroom room leave`: leaves a room.
struct RoomLeave: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "leave", abstract: "Leave a room.",
        usage: "chatroom room leave ROOM [options]",
        discussion: """
            Examples:
              chatroom room leave ops
              chatroom room leave ops --profile bot
            """)

    @Argument(help: ArgumentHelp("The room.", valueName: "room"), completion: .room, transform: { try RoomName($0) })
    var name: RoomName

    @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions

    func run(_ context: CommandContext) async throws {
        try await RoomMembership(room: name, users: []).make(.leave, context) { [name] _ in
            "you left \(name)"
        }
    }
}

/// `chatroom room invite`: lets users into a room.
struct RoomInvite: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "invite", abstract: "Invite users to a room.",
        usage: "chatroom room invite ROOM USER ... [options]",
        discussion: """
            Examples:
              chatroom room invite ops @bob
              chatroom room invite ops bob carol
            """)

    @OptionGroup var arguments: RoomUsers
    @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions

    func run(_ context: CommandContext) async throws {
        try await arguments.membership.make(.invite, context) { [room = arguments.room] user in
            "invited \(user), who joins with: chatroom room join \(room)"
        }
    }
}

/// `chatroom room kick`: puts users out of a room.
struct RoomKick: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "kick", abstract: "Remove users from a room; they can rejoin a public one.",
        usage: "chatroom room kick ROOM USER ... [options]",
        discussion: """
            Examples:
              chatroom room kick ops @bob
              chatroom room kick ops bob carol
            """)

    @OptionGroup var arguments: RoomUsers
    @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions

    func run(_ context: CommandContext) async throws {
        try await arguments.membership.make(.kick, context) { [room = arguments.room] user in
            "removed \(user) from \(room)"
        }
    }
}

/// `chatroom room ban`: keeps users out of a room.
struct RoomBan: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "ban", abstract: "Remove users from a room and keep them out.",
        usage: "chatroom room ban ROOM USER ... [options]",
        discussion: """
            Examples:
              chatroom room ban ops @bob
              chatroom room ban ops bob carol
            """)

    @OptionGroup var arguments: RoomUsers
    @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions

    func run(_ context: CommandContext) async throws {
        try await arguments.membership.make(.ban, context) { [room = arguments.room] user in
            "banned \(user) from \(room)"
        }
    }
}

/// `chatroom room unban`: ends a ban.
struct RoomUnban: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "unban", abstract: "Let banned users join again.",
        usage: "chatroom room unban ROOM USER ... [options]",
        discussion: """
            Examples:
              chatroom room unban ops @bob
              chatroom room unban ops bob carol
            """)

    @OptionGroup var arguments: RoomUsers
    @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions

    func run(_ context: CommandContext) async throws {
        try await arguments.membership.make(.unban, context) { [room = arguments.room] user in
            "\(user) is no longer banned from \(room)"
        }
    }
}

/// A room and the users that a command is about.
struct RoomUsers: ParsableArguments {
    @Argument(help: ArgumentHelp("The room.", valueName: "room"), completion: .room, transform: { try RoomName($0) })
    var room: RoomName

    @Argument(
        help: ArgumentHelp("With or without @.", valueName: "user"), completion: .user, transform: { try UserName($0) })
    var users: [UserName]

    /// The change of membership, to be made.
    var membership: RoomMembership { RoomMembership(room: room, users: users) }
}
