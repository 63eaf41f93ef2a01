/// Commands about conversations.
extension SlashCommand {
    private static let roomCommands = RoomCommand.configuration.subcommands.map { $0._commandName }

    static let places: [SlashCommand] = [
        SlashCommand("go", "T", "make another conversation the current one", .places, [.target]) {
            try await $0.go($1)
        },
        SlashCommand("next", "go where something is unread", .places) { session in try await session.goToNext() },
        SlashCommand("join", "ROOM", "come into a room and go there", .places, [.room]) { try await $0.join($1) },
        SlashCommand("leave", "[ROOM]", "go out of a room", .places, [.room]) { try await $0.leave($1) },
        SlashCommand("rooms", "list the conversations that you can see", .places) {
            try await $0.runCommand(RoomCommand.self, ["list"], $1)
        },
        SlashCommand("topic", "[TEXT]", "show or set the room's topic", .places, [.text]) { try await $0.topic($1) },
        SlashCommand(
            "room", "COMMAND ROOM ...", "create, change and remove rooms and members", .places,
            [.choice(roomCommands), .room, .user],
            details: ["What 'chatroom room' does:", roomCommands.joined(separator: ", ")]
        ) { try await $0.room($1) },
    ]
}
