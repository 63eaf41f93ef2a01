import ChatroomTestSupport
import Foundation
import Testing

@testable import Chatroom
@testable import ChatroomShell

/// The manual has what manuals have, and is about what there is.
@Suite(.timeLimit(.minutes(1)))
struct ManPageTests {
    @Test func everyCommandHasAPageAndEveryPageACommand() async throws {
        let commands = try await ProgramHelp.read().subcommands.map { "chatroom-\($0.commandName)" }
        let pages = try ManPage.names().filter { $0.hasPrefix("chatroom-") && $0.hasSuffix(".1") }
        #expect(Set(commands.map { "\($0).1" }) == Set(pages))
        let listed = try ManPage("chatroom.1").lines(of: "DESCRIPTION").filter { $0.hasPrefix(".It Xr chatroom-") }
        #expect(listed.map { String($0.split(separator: " ")[2]) }.sorted() == commands.sorted())
    }

    @Test func everyPageHasTheUsualSectionsInTheirOrder() throws {
        let usual = [
            "NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "COMMANDS", "ENVIRONMENT", "FILES", "EXIT STATUS", "EXAMPLES",
            "SEE ALSO", "CAVEATS",
        ]
        for name in try ManPage.names() {
            let sections = try ManPage(name).sections
            #expect(sections == usual.filter(sections.contains), "\(name)")
            let needed =
                name.hasSuffix(".1") ? usual.filter { $0 != "COMMANDS" && $0 != "FILES" } : ["NAME", "DESCRIPTION"]
            #expect(Set(needed).isSubset(of: sections), "\(name)")
        }
    }

    @Test func everyReferenceLeadsToAPage() throws {
        let names = try ManPage.names()
        for name in names {
            for line in try ManPage(name).lines {
                for match in line.matches(of: /Xr (chatroom[a-z-]*) ([157])/) {
                    #expect(names.contains("\(match.1).\(match.2)"), "\(name): \(line)")
                }
            }
        }
    }

    @Test func everyExitStatusIsListed() async throws {
        let all = try ManPage("chatroom.1").exitStatuses
        // The choices of a question are the statuses of an answer, not of an error.
        #expect(Set(all) == Set(ExitStatus.allCases.map { "\($0.rawValue)" } + ["10-19"]))
        for command in try await ProgramHelp.read().subcommands {
            let own = try ManPage("chatroom-\(command.commandName).1").exitStatuses
            // In their order, without one that there is not.
            #expect(own == all.filter(own.contains), "chatroom-\(command.commandName)(1)")
            // To serve and to ping one need not be logged in.
            let isForAll = ["serve", "ping"].contains(command.commandName)
            let needed = isForAll ? ["0", "64", "69"] : ["0", "64", "69", "77"]
            #expect(Set(needed).isSubset(of: own), "chatroom-\(command.commandName)(1)")
        }
    }

    @Test func everyKeyOfAnObjectIsDescribedAndEveryDescribedOneIsPrinted() throws {
        var printed: Set<String> = []
        for text in try Repository.sources("Chatroom").values {
            printed.formUnion(text.matches(of: /\.set\(\s*"([a-zA-Z0-9]+)"/).map { String($0.1) })
        }
        let items = try ManPage("chatroom-json.5").lines.filter { $0.hasPrefix(".It Li ") }
        let described = items.flatMap { $0.dropFirst(7).split(separator: " , ").map(String.init) }
        #expect(printed.count > 50 && printed == Set(described))
    }

    @Test func everyCommandAndSettingOfTheShellIsDescribed() throws {
        let lines = try ManPage("chatroom-shell.1").lines(of: "COMMANDS")
        let commands = lines.compactMap { $0.firstMatch(of: /^\.It Ic \/([a-z]+)/).map { String($0.1) } }
        #expect(commands.sorted() == SlashCommand.all.map(\.name).sorted())
        let settings = lines.compactMap { $0.firstMatch(of: /^\.It Cm ([a-z-]+)/).map { String($0.1) } }
        #expect(settings.sorted() == ShellSettings.table.map(\.name).sorted())
    }
}
