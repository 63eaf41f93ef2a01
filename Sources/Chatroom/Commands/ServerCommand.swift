internal import ArgumentParser

/// A subcommand that asks something of the server and is done: it runs in the shell as well, over the shell's
/// connection.
protocol ServerCommand: AsyncParsableCommand {
    /// What every command that talks to a server takes.
    var options: GlobalOptions { get }

    /// Does what the command is for.
    func run(_ context: CommandContext) async throws
}

extension ServerCommand {
    func run() async throws { try await run(CommandContext(options)) }
}
