internal import ArgumentParser
internal import ChatroomCore
internal import ChatroomWire

/// `chatroom room remove`: removes a room and what was said there.
struct RoomRemove: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Remove a room and everything said in it, for good.",
        usage: "chatroom room remove ROOM --yes [options]",
        discussion: """
            Examples:
              chatroom room remove ops --yes
              chatroom history ops --export > ops.jsonl && chatroom room remove ops --yes
            """)

    @Argument(help: ArgumentHelp("The room.", valueName: "room"), completion: .room, transform: { try RoomName($0) })
    var name: RoomName

    @Flag(help: "Do not ask.")
    var yes = false

    @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions

    func run(_ context: CommandContext) async throws {
        guard yes else {
            throw ChatError(
                .usage, "this erases everything that was said in \(name)", hint: "Add --yes if that is meant.")
        }
        _ = try await context.withConnection { try await $0.ask(ChatroomWire.RemoveRoom(room: name)) }
        context.diagnostics.aside("removed the room \(name)")
    }
}
