internal import ArgumentParser
internal import ChatroomCore
internal import ChatroomWire

/// `chatroom room create`: makes a room.
struct RoomCreate: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Create a room; you become its owner.",
        usage: "chatroom room create NAME [options]",
        discussion: """
            Examples:
              chatroom room create ops --private --topic 'what runs where'
              chatroom room create builds --ensure
            """)

    @Argument(
        help: ArgumentHelp("The name: 1 to 32 of a-z 0-9 . _ -", valueName: "name"), transform: { try RoomName($0) })
    var name: RoomName

    @Flag(name: .customLong("private"), help: "Only members know that it exists.")
    var isPrivate = false

    @Option(help: ArgumentHelp("What it is about, one line.", valueName: "text"))
    var topic = ""

    @Flag(help: "Do nothing if it exists and you may read it.")
    var ensure = false

    @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions

    func run(_ context: CommandContext) async throws {
        try ChatroomCore.Room.checkTopic(topic)
        let request = CreateRoom(room: name, isPrivate: isPrivate, topic: topic)
        let room = try await context.withConnection { connection in
            do {
                return try await connection.ask(request)
            } catch let error as ChatError where error.code == .exists && ensure {
                return try await connection.ask(DescribeRoom(room: name))
            }
        }
        if room.summary.isPrivate != isPrivate {
            context.diagnostics.note("the room \(name) existed and stays \(isPrivate ? "public" : "private")")
        }
        if options.json {
            try await context.printer.write(RoomText.json(room))
        } else {
            context.diagnostics.aside("the room \(name) exists. Try: chatroom send \(name) hello")
        }
    }
}
