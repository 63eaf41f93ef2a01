internal import ArgumentParser
internal import ChatroomCore
internal import ChatroomWire

/// `chatroom room info`: prints what there is to know of a room.
struct RoomInfo: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "info", abstract: "Print a room's settings and members.",
        usage: "chatroom room info ROOM [options]",
        discussion: """
            Examples:
              chatroom room info ops
              chatroom room info ops --json | jq -r '.members[].name'
            """)

    @Argument(help: ArgumentHelp("The room.", valueName: "room"), completion: .room, transform: { try RoomName($0) })
    var name: RoomName

    @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions

    func run(_ context: CommandContext) async throws {
        let room = try await context.withConnection { try await $0.ask(DescribeRoom(room: name)) }
        let printer = context.printer
        if options.json { return try await printer.write(RoomText.json(room)) }
        try await context.show(RoomText.settings(of: room))
        let members = RoomText.members(of: room)
        guard !members.isEmpty else { return }
        if printer.isSeen { try await printer.line("") }
        try await context.show(members)
    }
}
