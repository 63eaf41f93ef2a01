import ChatroomTestSupport
import Testing

@testable import Chatroom

/// What `help` prints.
@Suite(.timeLimit(.minutes(1)))
struct HelpTests {
    @Test(arguments: HelpTopic.allCases) func aTopicFitsAScreen(_ topic: HelpTopic) async throws {
        let help = try await ChatroomBinary(environment: ["LANG": "C"]).run(["help", topic.rawValue]).check()
        #expect(help.output == topic.text + "\n" && help.errors.isEmpty)
        #expect(help.lines.count <= 40)
        #expect(help.lines.allSatisfy { $0.utf8.count <= 79 && $0.utf8.allSatisfy { (0x20..<0x7f).contains($0) } })
    }

    @Test func theTopicsNameAllThatThereIs() throws {
        for status in ExitStatus.allCases {
            #expect(HelpTopic.exitCodesText.contains(" \(status.rawValue)  "), "\(status)")
        }
        let page = try ManPage("chatroom.1")
        for variable in page.variables where variable.hasPrefix("CHATROOM_") || variable.hasPrefix("XDG_") {
            #expect(HelpTopic.environmentText.contains(variable), "\(variable)")
        }
        for field in MessageTemplate.Field.allCases {
            #expect(HelpTopic.formattingText.contains("{\(field.rawValue)}"), "\(field)")
        }
    }

    @Test func everyCommandShowsTwoExamplesAndTheListOfTopicsIsWhole() async throws {
        for command in try await ProgramHelp.read().subcommands where command.subcommands == nil {
            let help = try await ChatroomBinary().run([command.commandName, "-h"]).check()
            let examples = help.lines.drop { $0 != "Examples:" }.dropFirst().prefix { !$0.isEmpty }
            #expect(examples.filter { $0.contains("chatroom ") }.count >= 2, "\(command.commandName)")
        }
        let help = try await ChatroomBinary().run(["-h"]).check().output
        #expect(help.contains("help " + HelpTopic.allCases.map(\.rawValue).joined(separator: "|")))
    }

    @Test func aWrongTopicIsAUsageErrorThatKnowsBetter() async throws {
        let ended = try await ChatroomBinary().run(["help", "agentz"]).check(64)
        #expect(ended.errors == "chatroom: no such command 'help agentz'. Did you mean 'help agents'?\n")
    }
}
