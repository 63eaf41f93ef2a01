import Testing

@testable import Chatroom
@testable import ChatroomShell

/// The table of commands holds what it promises.
struct SlashCommandTests {
    @Test func namesAreUniqueAndInLowerCase() {
        let names = SlashCommand.all.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { $0.allSatisfy { $0.isLowercase && $0.isASCII } })
    }

    @Test func everyCommandThatPeopleExpectIsThere() {
        let expected = [
            "go", "next", "msg", "join", "leave", "rooms", "room", "who", "away", "back", "history", "search", "unread",
            "mentions", "reply", "edit", "delete", "ask", "ignore", "exec", "set", "bell", "reconnect", "help", "quit",
        ]
        #expect(Set(expected).subtracting(SlashCommand.all.map(\.name)).isEmpty)
    }

    @Test func whatIsSaidOfRoomsIsWhatTheProgramKnows() {
        #expect(Set(SlashCommand.roomCommands) == Set(RoomCommand.configuration.subcommands.map { $0._commandName }))
    }

    @Test func helpFitsATerminal() {
        let width = SlashCommand.all.map(\.usage.count).max() ?? 0
        for command in SlashCommand.all {
            #expect(width + 2 + command.summary.count < 80, "\(command.usage)")
            for line in command.details { #expect(line.count + 2 < 80, "\(line)") }
        }
    }

    @Test func whatTakesSomethingSaysSoAndCompletesIt() {
        for command in SlashCommand.all {
            #expect(command.arguments.isEmpty == command.operands.isEmpty, "\(command.usage)")
        }
    }
}
