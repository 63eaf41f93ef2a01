internal import ArgumentParser
internal import ChatroomCore

/// `chatroom room list`: prints the conversations that the user can see.
struct RoomList: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Print all rooms and direct conversations that you can see.",
        usage: "chatroom room list [options]",
        discussion: """
            Examples:
              chatroom room list
              chatroom room list --json | jq -r 'select(.unread > 0).conversation'
            """)

    @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions

    func run(_ context: CommandContext) async throws {
        let summaries = try await context.withConnection { try await $0.conversations() }
        context.noteNames(summaries.map(\.target.description))
        let printer = context.printer
        for summary in summaries {
            if options.json {
                try await printer.write(RoomText.json(summary))
            } else {
                try await printer.line(RoomText.line(summary))
            }
        }
    }
}
