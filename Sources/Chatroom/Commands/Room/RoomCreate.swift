internal import ArgumentParser
internal import ChatroomCore

/// `chatroom room create`: makes a room.
struct RoomCreate: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Make a room; whoever makes it owns it.",
        usage: "chatroom room create NAME [options]",
        discussion: """
            Examples:
              chatroom room create ops --private --topic 'what runs where'
              chatroom room create builds --ensure
            """)

    @Argument(
        help: ArgumentHelp("The name: 1 to 32 of a-z 0-9 . _ -", valueName: "name"), transform: { try RoomName($0) })
    var name: RoomName

    @Flag(name: .customLong("private"), help: "Only members know of it.")
    var isPrivate = false

    @Option(help: ArgumentHelp("What it is about, one line.", valueName: "text"))
    var topic = ""

    @Flag(help: "Do nothing if it is there and yours to read.")
    var ensure = false

    @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions

    func run(_ context: CommandContext) async throws {
        try ChatroomCore.Room.checkTopic(topic)
        let request = CreateRoom(room: name, isPrivate: isPrivate, topic: topic)
        let room = try await context.withConnection { connection in
            do {
                return try await connection.room(.createRoom(request))
            } catch let error as ChatError where error.code == .exists && ensure {
                return try await connection.room(.describeRoom(name))
            }
        }
        if options.json {
            try await context.printer.write(RoomText.json(room))
        } else {
            context.diagnostics.aside("the room \(name) is there. Try: chatroom send \(name) hello")
        }
    }
}
