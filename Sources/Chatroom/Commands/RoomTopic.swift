internal import ArgumentParser
internal import ChatroomClient
internal import ChatroomCore
internal import ChatroomWire

/// `chatroom room topic`: prints or sets a room's topic.
struct RoomTopic: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "topic", abstract: "Print a room's topic, or set it.",
        usage: "chatroom room topic ROOM [TEXT ...] [options]",
        discussion: """
            Examples:
              chatroom room topic ops
              chatroom room topic ops what runs where
            """)

    @Argument(help: ArgumentHelp("The room.", valueName: "room"), completion: .room, transform: { try RoomName($0) })
    var name: RoomName

    @Argument(help: ArgumentHelp("The topic, one line; '' clears it.", valueName: "text"))
    var words: [String] = []

    @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions

    func run(_ context: CommandContext) async throws {
        guard !words.isEmpty else {
            let room = try await context.withConnection { try await $0.ask(DescribeRoom(room: name)) }
            guard !room.summary.topic.isEmpty else { throw context.nothing("the room \(name) has no topic") }
            guard options.json else {
                return try await context.printer.line(TerminalText.line(room.summary.topic))
            }
            return try await context.printer.write(RoomText.json(room))
        }
        try await context.held { try await set($0) }
    }

    private func set(_ context: CommandContext) async throws {
        let topic = words == [""] ? "" : try await SendText(words: words, allowsEmpty: true).read()
        try ChatroomCore.Room.checkTopic(topic)
        // As an entry it would be news that is none.
        let room = try await context.withConnection { try await $0.ask(DescribeRoom(room: name)) }
        guard room.summary.topic != topic else { return }
        let message = MessageFactory(target: .room(name), act: .topic).make(topic)
        _ = try await context.deliver(message, hint: "Setting it again does no harm.")
        context.diagnostics.aside("set the topic of \(name)")
    }
}
