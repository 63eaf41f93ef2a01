internal import ArgumentParser
internal import ChatroomCore
internal import Glibc

/// Where the process begins and ends: parses the arguments, runs the command, turns what went wrong into one line and
/// an exit status.
@main
enum Main {
    static func main() async {
        // A reader that went away is an error of the write, not the end of the process.
        signal(SIGPIPE, SIG_IGN)
        // A parent that ignored it would keep us from knowing how a command of --run or --exec ended.
        signal(SIGCHLD, SIG_DFL)
        let arguments = Arguments(Array(CommandLine.arguments.dropFirst()))
        exit(await run(arguments))
    }

    private static func run(_ arguments: Arguments) async -> Int32 {
        let diagnostics = Diagnostics(isJSON: arguments.wantsJSON, environment: .ofProcess())
        do {
            if let error = arguments.unknownCommand(among: commandNames, inner: innerNames) { throw error }
            var command = try ChatroomCommand.parseAsRoot(arguments.ordered)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            return ExitStatus.done.rawValue
        } catch let error as ChatError {
            return diagnostics.report(error).rawValue
        } catch is OutputEnd {
            return ExitStatus.done.rawValue
        } catch let status as ExitStatus {
            return status.rawValue
        } catch let status as ExitNumber {
            return status.number
        } catch is CancellationError {
            return ExitStatus.interrupted.rawValue
        } catch {
            return report(parsing: error, diagnostics).rawValue
        }
    }

    /// Prints the help that was asked for, or says what is wrong with the command line.
    private static func report(parsing error: any Error, _ diagnostics: Diagnostics) -> ExitStatus {
        let text = ChatroomCommand.fullMessage(for: error)
        if ChatroomCommand.exitCode(for: error) == .success {
            try? OutputDescriptor.standardOutput.write(Array("\(text)\n".utf8))
            return .done
        }
        guard ChatroomCommand.exitCode(for: error) == .validationFailure else {
            return diagnostics.report(ChatError(.internalError, "\(error)"))
        }
        let message = ChatroomCommand.message(for: error)
        let line = message.split(separator: "\n").first.map(String.init) ?? "the command line is wrong"
        let lowered = line.prefix(1).lowercased() + line.dropFirst()
        return diagnostics.report(ChatError(.usage, lowered, hint: "'chatroom help' shows what there is."))
    }

    private static let innerNames = [
        "room": RoomCommand.configuration.subcommands.map { $0._commandName } + ["help"]
    ]

    private static let commandNames =
        ChatroomCommand.configuration.subcommands.map { $0._commandName } + ["help"]
}
