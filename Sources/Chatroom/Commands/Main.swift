internal import ArgumentParser
internal import CMalloc
internal import ChatroomCore
internal import ChatroomProcess
internal import ChatroomSystem
internal import ChatroomTerminal
internal import Dispatch
internal import Glibc
internal import NIOCore

/// Where the process begins and ends: parses the arguments, runs the command, turns what went wrong into one line and
/// an exit status.
@main
enum Main {
    static func main() {
        occupyStandardDescriptors()
        keepFreedMemory()
        NIOSingletons.groupLoopCountSuggestion = ProcessLimits.clientLoops
        // A reader that went away is an error of the write, not the end of the process.
        signal(SIGPIPE, SIG_IGN)
        // A file that may grow no further is one, too.
        signal(SIGXFSZ, SIG_IGN)
        // A parent that ignored it would keep us from knowing how a command of --run or --exec ended.
        signal(SIGCHLD, SIG_DFL)
        // The handler of crashes would take the first of each, which others send to end the process.
        for number in [SIGQUIT, SIGABRT] where !RunSignals.isIgnored(number) { signal(number, SIG_DFL) }
        let arguments = Arguments(RawArgument.ofProcess)
        do {
            try ProcessLimits.start(ofServer: arguments.commandWords.first == "serve").check()
        } catch {
            exit(diagnostics(arguments).report(error))
        }
        // The reason for a task: an asynchronous main has descriptors and threads before its first line can look.
        Task { exit(await run(arguments)) }
        dispatchMain()
    }

    private static func diagnostics(_ arguments: Arguments) -> Diagnostics {
        Diagnostics(isJSON: arguments.wantsJSON, environment: .ofProcess(), status: ExitStatus.number)
    }

    /// Keeps a file that is opened later from becoming a standard descriptor that the parent closed: reading then gives
    /// nothing, and writing fails.
    private static func occupyStandardDescriptors() {
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
            // The lowest number that is free, which is this one.
            _ = open("/dev/null", O_RDONLY)
        }
    }

    /// Keeps a little of what was freed instead of giving it back to the kernel for each buffer of a file and asking for
    /// it, zeroed, again; mallopt(3).
    private static func keepFreedMemory() {
        _ = mallopt(M_MMAP_THRESHOLD, 4 << 20)
        _ = mallopt(M_TRIM_THRESHOLD, 8 << 20)
    }

    private static func run(_ arguments: Arguments) async -> Int32 {
        let diagnostics = diagnostics(arguments)
        do {
            if let topic = arguments.helpTopic { return try show("\(topic.text)\n") }
            if let error = arguments.unknownCommand(among: commandNames, inner: innerNames) { throw error }
            var command = try ChatroomCommand.parseAsRoot(arguments.ordered(innerNames, OptionValues.joined))
            if !arguments.isPlain { try RawArgument.check(command) }
            try limits(of: command).check()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            return ExitStatus.done.rawValue
        } catch let error as ChatError {
            return diagnostics.report(error)
        } catch is OutputEnd {
            return ExitStatus.done.rawValue
        } catch let status as ExitStatus {
            return status.rawValue
        } catch let nothing as NothingFound {
            if let words = nothing.words { diagnostics.note(words) }
            return ExitStatus.nothingFound.rawValue
        } catch let status as ExitNumber {
            return status.number
        } catch is CancellationError {
            return ExitStatus.interrupted.rawValue
        } catch {
            return report(parsing: error, arguments, diagnostics)
        }
    }

    /// What a command needs of the system.
    private static func limits(of command: any ParsableCommand) -> ProcessLimits {
        guard let server = command as? Serve else { return .client }
        return .server(loops: server.loopCount, listeners: server.listen.count)
    }

    /// Prints the help that was asked for, or says what is wrong with the command line.
    private static func report(
        parsing error: any Error, _ arguments: Arguments, _ diagnostics: Diagnostics
    ) -> Int32 {
        // The parser renders help of its own, which nobody sees, and traps when that has no room. Nothing else runs here.
        setenv("COLUMNS", "80", 1)
        let screen = HelpScreen(of: arguments.commandWords)
        let failure = ParsingFailure(error, of: ChatroomCommand.self, help: screen.command)
        guard failure.isAnswer else { return diagnostics.report(failure.chatError) }
        let text = failure.isHelp ? screen.text : failure.text
        do {
            _ = try show("\(text)\n")
        } catch let error as ChatError {
            return diagnostics.report(error)
        } catch {}
        return ExitStatus.done.rawValue
    }

    /// Prints what was asked for.
    private static func show(_ text: String) throws -> Int32 {
        try OutputDescriptor.standardOutput.write(Array(text.utf8))
        return ExitStatus.done.rawValue
    }

    private static let innerNames = [
        "room": RoomCommand.configuration.subcommands.map { $0._commandName } + ["help"]
    ]

    private static let commandNames =
        ChatroomCommand.configuration.subcommands.map { $0._commandName } + ["help"]
}
