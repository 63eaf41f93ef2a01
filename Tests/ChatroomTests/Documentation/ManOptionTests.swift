import ChatroomTestSupport
import Testing

/// The options that the manual describes are those that the program takes.
@Suite(.timeLimit(.minutes(1)))
struct ManOptionTests {
    /// Options of other programs.
    private static let ofOthers: Set<String> = ["--line-buffered", "--python"]

    @Test func everyOptionIsOneItemWithAllItsNamesAndValues() async throws {
        for command in try await ProgramHelp.read().subcommands {
            let page = try ManPage("chatroom-\(command.commandName).1")
            #expect(page.options == command.options, "chatroom-\(command.commandName)(1)")
            for argument in command.allArguments where argument.shouldDisplay {
                let names = Set((argument.names ?? []).map(\.typed))
                guard let name = names.first else { continue }
                let item = page.optionItems.first { $0.names.contains(name) }
                #expect(item.map { names.isSubset(of: $0.names) } == true, "\(names)")
                if let values = argument.allValues { #expect(item?.values == Set(values), "\(names)") }
            }
        }
    }

    @Test func everyCommandOfRoomHasItsOwnOptions() async throws {
        let room = try #require(try await ProgramHelp.read().subcommands.first { $0.commandName == "room" })
        let page = try ManPage("chatroom-room.1")
        let parts = page.parts(of: "OPTIONS")
        let common = try #require(parts.first { $0.title.hasPrefix("Options of every command") })
        var described: Set<String> = []
        for command in room.subcommands ?? [] where command.commandName != "help" {
            let name = command.commandName
            let part = try #require(
                parts.first { $0.title.split(separator: ", ").contains(Substring(name)) }, "\(name)")
            let items = ManPage.optionItems(part.lines + common.lines)
            #expect(items.reduce(into: Set()) { $0.formUnion($1.names) } == command.options, "\(name)")
            #expect(page.lines(of: "SYNOPSIS").contains(".Nm \"chatroom room \(name)\""))
            described.insert(name)
        }
        let titles = parts.map(\.title).filter { $0.wholeMatch(of: /[a-z]+(, [a-z]+)*/) != nil }
        #expect(Set(titles.flatMap { $0.split(separator: ", ").map(String.init) }) == described)
    }

    @Test func everyOptionThatAPageNamesExists() async throws {
        let commands = try await ProgramHelp.read().subcommands
        let every = commands.reduce(into: Set<String>()) { $0.formUnion($1.options) }
        for name in try ManPage.names() {
            let page = try ManPage(name)
            for line in page.lines {
                for match in line.matches(of: /(?:^|[^\w-])(--[a-z][a-z-]+)/) {
                    let isKnown = every.union(Self.ofOthers).contains(String(match.1))
                    #expect(isKnown, "\(name): \(line)")
                }
            }
            guard let command = commands.first(where: { "chatroom-\($0.commandName).1" == name }) else { continue }
            // Of /exec, in the shell.
            let known = command.options.union(name == "chatroom-shell.1" ? ["-o"] : [])
            let running = page.lines.filter { $0.hasPrefix(".Fl ") } + page.lines(of: "SYNOPSIS")
            for line in running {
                #expect(Set(ManPage.flags(in: line)).isSubset(of: known), "\(name): \(line)")
            }
        }
    }

    @Test func theOptionsOfAllCommandsAreThoseOfTheFirstPage() async throws {
        let commands = try await ProgramHelp.read().subcommands.filter { $0.commandName != "serve" }
        let common = commands.dropFirst().reduce(commands[0].options) { $0.intersection($1.options) }
        #expect(try ManPage("chatroom.1").options == common)
    }

    @Test func everyLimitIsInTheTableAndInTheList() async throws {
        let serve = try #require(try await ProgramHelp.read().subcommands.first { $0.commandName == "serve" })
        let limit = try #require(serve.allArguments.first { $0.names?.contains { $0.name == "limit" } ?? false })
        let names = (limit.discussion ?? "").matches(of: /[a-z]+(-[a-z]+)*(?=[,.])/).map { String($0.0) }
        let items = try ManPage("chatroom-serve.1").lines.filter { $0.hasPrefix(".It Li ") }.map { $0.dropFirst(7) }
        let table = items.filter { $0.contains(" Ta ") }.compactMap { $0.split(separator: " ").first }
        let list = items.filter { !$0.contains(" Ta ") }.flatMap { $0.split(separator: " , ") }
        #expect(names.count > 10 && table.map(String.init).sorted() == names && list.map(String.init).sorted() == names)
    }
}
