internal import ArgumentParser
internal import ChatroomCore
internal import ChatroomShell

/// The program's commands as a shell runs them.
struct ShellCommands: CommandRunning {
    /// What the shell was started with.
    let context: CommandContext

    func run(_ words: [String], with lent: LentToCommand) async throws -> String? {
        guard let name = words.first,
            let type = ChatroomCommand.configuration.subcommands.first(where: { $0._commandName == name })
        else { throw ChatError(.usage, "there is no command to run") }
        let parsed: any ParsableCommand
        do {
            parsed = try type.parseAsRoot(Array(OptionValues.joined(words).dropFirst()))
        } catch {
            let failure = ParsingFailure(error, of: type)
            guard failure.isAnswer else { throw failure.chatError }
            return Self.help(of: words)
        }
        // What else it can be is the parser's own command for help.
        guard let command = parsed as? any ServerCommand else { return Self.help(of: words) }
        let options = command.options
        guard options.server == nil, options.profile == nil, options.fingerprint == nil, !options.acceptNew else {
            throw ChatError(.usage, "a shell talks to one server as one user; start another for another")
        }
        var context = context
        context.standing = lent.connection
        context.diagnostics = lent.diagnostics
        context.printer = lent.printer
        context.ignored = lent.ignored
        context.options.json = options.json
        context.options.quiet = options.quiet || context.options.quiet
        context.options.timeout = options.timeout ?? context.options.timeout
        do {
            try await command.run(context)
        } catch ExitStatus.nothingFound {
            throw NothingFound()
        }
        return nil
    }

    private static func help(of words: [String]) -> String { HelpScreen(of: words.filter { $0 != "help" }).text }
}
