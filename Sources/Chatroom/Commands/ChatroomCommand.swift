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
        subcommands: [
            Serve.self, Register.self, Login.self, Send.self, History.self, Listen.self, Sendfile.self, Getfile.self,
            Who.self, RoomCommand.self, Shell.self,
        ])
}
