import ChatroomTestSupport
import Foundation
import Testing

@testable import Chatroom

/// The manual and the program say the same.
@Suite(.timeLimit(.minutes(1)))
struct ManPageTests {
    @Test func everyCommandHasAPageAndEveryPageACommand() async throws {
        let commands = try await ProgramHelp.read().subcommands.map { "chatroom-\($0.commandName).1" }
        let pages = try FileManager.default.contentsOfDirectory(atPath: Repository.path("man"))
            .filter { $0.hasPrefix("chatroom-") && $0.hasSuffix(".1") }
        #expect(Set(commands) == Set(pages))
    }

    @Test func everyOptionIsDescribedAndEveryDescribedOneExists() async throws {
        for command in try await ProgramHelp.read().subcommands {
            let page = try ManPage("chatroom-\(command.commandName).1")
            #expect(page.options == command.options, "chatroom-\(command.commandName)(1)")
        }
    }

    @Test func everyVariableIsDescribedAndEveryDescribedOneIsRead() throws {
        var inSources: Set<String> = []
        let files = FileManager.default.enumerator(atPath: Repository.path("Sources/Chatroom"))
        while let name = files?.nextObject() as? String {
            guard name.hasSuffix(".swift") else { continue }
            let text = try Repository.text("Sources/Chatroom/\(name)")
            inSources.formUnion(text.matches(of: /"(CHATROOM_[A-Z_]+|XDG_[A-Z]+_HOME)[="]/).map { String($0.1) })
        }
        #expect(inSources.count > 15)
        let pages = try FileManager.default.contentsOfDirectory(atPath: Repository.path("man"))
        let inPages = try pages.reduce(into: Set<String>()) { $0.formUnion(try ManPage($1).variables) }
        #expect(inSources.subtracting(inPages).isEmpty)
        #expect(inPages.filter { $0.hasPrefix("CHATROOM_") }.subtracting(inSources).isEmpty)
    }

    @Test func everyExitStatusIsListed() throws {
        let numbers = try ManPage("chatroom.1").exitStatuses
        // The choices of a question are the statuses of an answer, not of an error.
        #expect(Set(numbers) == Set(ExitStatus.allCases.map { "\($0.rawValue)" } + ["10-19"]))
    }
}
