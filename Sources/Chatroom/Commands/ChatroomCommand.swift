internal import ArgumentParser

/// The command `chatroom`, which only holds the others.
struct ChatroomCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chatroom",
        abstract: "Chat for terminals, scripts and agents: every conversation is a durable, ordered log.",
        discussion: """
            Examples:
              chatroom serve
              make 2>&1 | tail -5 | chatroom send lobby
            """,
        version: Version.text,
        groupedSubcommands: [
            CommandGroup(name: "Messages", subcommands: [Send.self, History.self, Listen.self, Shell.self]),
            CommandGroup(name: "Files", subcommands: [Sendfile.self, Getfile.self]),
            CommandGroup(name: "Rooms and people", subcommands: [RoomCommand.self, Who.self]),
            CommandGroup(name: "Server and accounts", subcommands: [Serve.self, Ping.self, Register.self, Login.self]),
        ])
}
