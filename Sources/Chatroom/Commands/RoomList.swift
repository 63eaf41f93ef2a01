internal import ArgumentParser
internal import ChatroomWire

/// `chatroom room list`: prints the conversations that the user can see.
struct RoomList: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the rooms and direct conversations that you can see.",
        usage: "chatroom room list [options]",
        discussion: """
            Examples:
              chatroom room list
              chatroom room list --json | jq -r 'select(.unread > 0).conversation'
            """)

    @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions

    func run(_ context: CommandContext) async throws {
        let list = try await context.withConnection { try await $0.ask(ListConversations()) }
        let (summaries, invitations) = (list.conversations, list.invitations)
        context.noteNames(summaries.map(\.target.description))
        guard options.json else { return try await context.show(RoomText.table(summaries, invitations)) }
        for summary in summaries { try await context.printer.write(RoomText.json(summary)) }
        for invitation in invitations { try await context.printer.write(RoomText.json(invitation)) }
    }
}
