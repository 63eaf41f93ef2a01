internal import ChatroomClient
internal import ChatroomCore

/// What a shell gets from the program that it is a part of.
struct ShellHost: Sendable {
    let environment: Environment
    /// The server, as a person is told of it.
    let address: ServerAddress
    /// Whether what is printed is for programs, and whether little is said.
    let isJSON: Bool
    let isQuiet: Bool
    let colour: ColourChoice
    /// How long a script waits for a connection, if that was said.
    let timeout: Duration?
    /// Where errors and notes go.
    var diagnostics: Diagnostics
    /// Where results go.
    var printer: Printer
    /// The program's own commands.
    let commands: any CommandRunning
    /// Makes a client for the pieces of files.
    let transferClient: @Sendable () async throws -> ChatClient

    /// Tells what becomes of the connection.
    func tell(_ status: LineStatus) { diagnostics.tell(status, of: "\(address)") }

    /// What ends a command that has nothing to show.
    func nothing(_ words: String, in target: Target? = nil) -> NothingFound {
        NothingFound(words, in: target, isTold: printer.isSeen && !isJSON && !isQuiet)
    }

    /// Prints a list.
    func show(_ table: ListTable) async throws {
        try await printer.show(table, in: Colour(colour, environment: environment, isTerminal: true))
    }
}

/// Runs the program's commands inside of a shell, over its connection.
protocol CommandRunning: Sendable {
    /// Runs one.
    ///
    /// - Parameters:
    ///   - words: The command and its arguments.
    ///   - lent: What it works with.
    /// - Returns: The help that the words ask for, if they do.
    /// - Throws: `ChatError` with code `usage` when the words are wrong, ``NothingFound``, and what the command throws.
    func run(_ words: [String], with lent: LentToCommand) async throws -> String?
}

/// What a shell lends to a command.
struct LentToCommand: Sendable {
    /// The connection.
    let connection: @Sendable () async throws -> ChatConnection
    /// Where errors and notes go.
    let diagnostics: Diagnostics
    /// Where results go.
    let printer: Printer
    /// Whose messages the user does not want to see.
    let ignored: Set<UserName>
}
