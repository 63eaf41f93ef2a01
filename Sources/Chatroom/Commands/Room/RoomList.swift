internal import ArgumentParser
internal import ChatroomCore

/// `chatroom room list`: prints the conversations that the user can see.
struct RoomList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Print all rooms and direct conversations that you can see.")

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let context = try CommandContext(options)
        let summaries = try await context.loggedInClient().withConnection { try await $0.conversations() }
        let printer = Printer()
        for summary in summaries {
            if options.json {
                try await printer.write(RoomText.json(summary))
            } else {
                try await printer.line(RoomText.line(summary))
            }
        }
    }
}
