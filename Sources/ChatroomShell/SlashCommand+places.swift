/// Commands about conversations.
extension SlashCommand {
    /// What `chatroom room` knows.
    static let roomCommands = [
        "create", "list", "info", "join", "leave", "invite", "kick", "ban", "unban", "topic", "set", "remove",
    ]

    static let places: [SlashCommand] = [
        SlashCommand(
            "go", "[T|-]", "make another conversation the current one", .places, [.target],
            details: ["The beginning of a name will do; - is where you were before.", "Alone it lists what there is."]
        ) { try await $0.go($1) },
        SlashCommand("next", "go where something is unread", .places) { session in try await session.goToNext() },
        SlashCommand("join", "ROOM", "join a room and go there", .places, [.room]) { try await $0.join($1) },
        SlashCommand("leave", "[ROOM]", "leave a room", .places, [.room]) { try await $0.leave($1) },
        SlashCommand("mute", "[ROOM]", "count only what is for you there", .places, [.room]) {
            try await $0.mute($1)
        },
        SlashCommand("unmute", "ROOM", "count everything again", .places, [.room]) { try await $0.unmute($1) },
        SlashCommand("rooms", "list the conversations that you can see", .places) {
            try await $0.runCommand(["room", "list"], $1)
        },
        SlashCommand("topic", "[TEXT]", "show or set the room's topic", .places, [.text]) { try await $0.topic($1) },
        SlashCommand(
            "room", "COMMAND ROOM ...", "create, change and remove rooms and members", .places,
            [.choice(roomCommands), .room, .user],
            details: ["What 'chatroom room' does:", roomCommands.joined(separator: ", ")]
        ) { try await $0.room($1) },
    ]
}
