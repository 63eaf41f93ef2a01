import ChatroomTestSupport
import Testing

@testable import Chatroom
@testable import ChatroomClient
@testable import ChatroomTerminal

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

    /// Without a terminal, in the C locale, every screen is the committed one.
    @Test func theScreensAreTheCommittedOnes() async throws {
        let binary = try ChatroomBinary(environment: ["LANG": "C", "LC_ALL": "C"])
        let made = try RunningProcess(
            "/bin/bash", [Repository.path(".ci/help-screens"), binary.path], environment: binary.environment)
        // Thirty starts of the program.
        let screens = try await made.waitForExit(within: .seconds(60)).check()
        #expect(screens.errors.isEmpty)
        let isSame = try screens.output == Repository.text("Tests/ChatroomTests/Documentation/help.txt")
        #expect(isSame, "help.txt is old; look at what changed and make it anew with .ci/help-screens")
    }

    @Test func everyCommandFitsAScreenWithTwoExamplesAtItsEnd() async throws {
        let commands = try await ProgramHelp.read().subcommands
        let inner = commands.flatMap { command in
            (command.subcommands ?? []).map { [command.commandName, $0.commandName] }
        }.filter { $0[1] != "help" }
        for words in [[]] + commands.map({ [$0.commandName] }) + inner {
            let help = try await ChatroomBinary().run(words + ["-h"]).check()
            let name = words.joined(separator: " ")
            #expect(help.lines.count <= 40 && help.lines.allSatisfy { $0.utf8.count <= 79 }, "\(name)")
            #expect(help.lines.suffix(3).first == "Examples:", "\(name)")
            #expect(help.lines.suffix(2).allSatisfy { $0.contains("chatroom \(name)") }, "\(name)")
            for same in [["help"] + words, words + ["--help"]] {
                #expect(try await ChatroomBinary().run(same).check().output == help.output, "\(name)")
            }
        }
        #expect(inner.count >= 10 && commands.count >= 11)
    }

    @Test(arguments: ["", "-1", "0", "1", "20", "26", "99999999999999999999"])
    func aScreenIsTheSameWhateverTheWidthIsSaidToBe(_ columns: String) async throws {
        for words in [["help"], ["send", "-h"], ["help", "room"], ["room", "create", "--help"]] {
            let help = try await ChatroomBinary(environment: ["COLUMNS": columns]).run(words).check()
            #expect(try await ChatroomBinary().run(words).check().output == help.output)
            #expect(help.output.count > 200 && help.errors.isEmpty)
        }
    }

    @Test func aScreenIsWholeOnANarrowTerminal() async throws {
        let size = Terminal.Size(rows: 40, columns: 12)
        let binary = try ChatroomBinary()
        let terminal = try binary.startOnTerminal(["send", "-h"], size: size)
        #expect(try await terminal.waitForExit() == 0)
        let help = try await binary.run(["send", "-h"]).check()
        #expect(terminal.text == help.output.replacing("\n", with: "\r\n"))
    }

    @Test func everyOptionIsOnTheScreenOfItsCommand() async throws {
        let common = HelpTopic.optionsText
        for command in try await ProgramHelp.read().subcommands {
            let names = command.subcommands == nil ? [[]] : (command.subcommands ?? []).map { [$0.commandName] }
            for inner in names where inner != ["help"] {
                let help = try await ChatroomBinary().run([command.commandName] + inner + ["-h"]).check().output
                let own = inner.isEmpty ? command : command.subcommands?.first { $0.commandName == inner[0] }
                for option in own?.options ?? [] {
                    let isThere = [" ", "\n", ","].contains { help.contains("\(option)\($0)") }
                    #expect(isThere || common.contains(" \(option) ") || common.contains(" \(option),"), "\(option)")
                }
            }
        }
    }

    @Test func aWrongTopicIsAUsageErrorThatKnowsBetter() async throws {
        let ended = try await ChatroomBinary().run(["help", "agentz"]).check(64)
        #expect(ended.errors == "chatroom: no such command 'help agentz'. Did you mean 'help agents'?\n")
        let inner = try await ChatroomBinary().run(["help", "room", "creat"]).check(64)
        #expect(inner.errors == "chatroom: no such command 'help room creat'. Did you mean 'help room create'?\n")
    }
}
