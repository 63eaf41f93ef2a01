/// Commands about the shell itself.
extension SlashCommand {
    static let shell: [SlashCommand] = [
        SlashCommand("set", "[NAME [VALUE]]", "show or change settings", .shell, [.setting]) { try await $0.set($1) },
        SlashCommand(
            "bell", "off|mentions|all", "ring the bell", .shell, [.choice(["off", "mentions", "all"])]
        ) { try await $0.set("bell \($1)") },
        SlashCommand("clear", "clear the screen", .shell) { session in await session.surface.clear() },
        SlashCommand("reconnect", "end the connection and make another", .shell) { session in
            try session.reconnect()
        },
        SlashCommand(
            "tokens", "[revoke N]", "list or revoke the logins of your account", .shell, [.choice(["revoke"])]
        ) {
            try await $0.tokens($1)
        },
        SlashCommand("passwd", "change your password", .shell) { session in try await session.changePassword() },
        SlashCommand("help", "[COMMAND]", "list the commands", .shell, [.command]) { try await $0.help($1) },
        SlashCommand("quit", "leave the shell", .shell) { session in try session.quit() },
    ]
}
