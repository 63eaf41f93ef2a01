/// Commands about users.
extension SlashCommand {
    static let people: [SlashCommand] = [
        SlashCommand("who", "[T]", "list who is online", .people, [.target]) {
            try await $0.runCommand(["who"], $1)
        },
        SlashCommand("away", "[TEXT]", "tell others that you are away", .people, [.text]) {
            try await $0.away($1.isEmpty ? "away" : $1)
        },
        SlashCommand("back", "tell others that you are back", .people) { session in try await session.away(nil) },
        SlashCommand("seen", "how far the other one has read", .people) { session in
            try await session.tellSeen()
        },
        SlashCommand("ignore", "[@USER]...", "do not show what users send; list them", .people, [.user]) {
            try await $0.ignore($1)
        },
        SlashCommand("unignore", "@USER...", "show it again", .people, [.user]) { try await $0.unignore($1) },
        SlashCommand("whoami", "who you are, and where", .people) { session in try await session.whoami() },
    ]
}
