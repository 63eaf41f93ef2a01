import ChatroomTestSupport
import Foundation

/// What the program says of its own command line: `--experimental-dump-help`.
struct ProgramHelp: Decodable {
    /// A command or subcommand.
    struct Command: Decodable {
        let commandName: String
        let arguments: [Argument]?
        let subcommands: [Command]?

        /// What it and all below it take.
        var allArguments: [Argument] {
            (subcommands ?? []).filter { $0.commandName != "help" }.reduce(arguments ?? []) { $0 + $1.allArguments }
        }

        /// The flags and options of it and of all below it, as they are typed.
        var options: Set<String> {
            let own = (arguments ?? []).filter(\.shouldDisplay).flatMap { $0.names ?? [] }.map(\.typed)
            return (subcommands ?? []).filter { $0.commandName != "help" }.reduce(into: Set(own)) {
                $0.formUnion($1.options)
            }
        }
    }

    /// Something that a command takes.
    struct Argument: Decodable {
        let names: [Name]?
        let shouldDisplay: Bool
        let allValues: [String]?
        let discussion: String?
    }

    /// One of the names of an option.
    struct Name: Decodable {
        let kind: String
        let name: String

        var typed: String { kind == "long" ? "--\(name)" : "-\(name)" }
    }

    let command: Command

    /// Asks the program.
    static func read() async throws -> ProgramHelp {
        let json = try await ChatroomBinary().run(["--experimental-dump-help"]).check().standardOutput
        return try JSONDecoder().decode(ProgramHelp.self, from: Data(json))
    }

    /// The subcommands that do something.
    var subcommands: [Command] { (command.subcommands ?? []).filter { $0.commandName != "help" } }
}
