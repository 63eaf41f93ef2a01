public import ChatroomClient
public import ChatroomCore
public import ChatroomSystem
public import ChatroomTerminal

/// What a shell gets from the program that it is a part of.
public struct ShellHost: Sendable {
    public let environment: Environment
    /// The server, as a person is told of it.
    public let address: ServerAddress
    /// Whether what is printed is for programs, and whether little is said.
    public let isJSON: Bool
    public let isQuiet: Bool
    public let colour: ColourChoice
    /// How long a script waits for a connection, if that was said.
    public let timeout: Duration?
    /// Where errors and notes go.
    public var diagnostics: Diagnostics
    /// Where results go.
    public var printer: Printer
    /// The program's own commands.
    public let commands: any CommandRunning
    /// Makes a client for the pieces of files.
    public let transferClient: @Sendable () async throws -> ChatClient

    /// Sets every part.
    public init(
        environment: Environment, address: ServerAddress, isJSON: Bool, isQuiet: Bool, colour: ColourChoice, timeout: Duration?, diagnostics: Diagnostics, printer: Printer, commands: any CommandRunning, transferClient: @escaping @Sendable () async throws -> ChatClient
    ) {
        self.environment = environment
        self.address = address
        self.isJSON = isJSON
        self.isQuiet = isQuiet
        self.colour = colour
        self.timeout = timeout
        self.diagnostics = diagnostics
        self.printer = printer
        self.commands = commands
        self.transferClient = transferClient
    }

    /// Tells what becomes of the connection.
    public func tell(_ status: LineStatus) { diagnostics.tell(status, of: "\(address)") }

    /// What ends a command that has nothing to show.
    public func nothing(_ words: String, in target: Target? = nil) -> NothingFound {
        NothingFound(words, in: target, isTold: printer.isSeen && !isJSON && !isQuiet)
    }

    /// Prints a list.
    public func show(_ table: ListTable) async throws {
        try await printer.show(table, in: Colour(colour, environment: environment, isTerminal: true))
    }
}

/// Runs the program's commands inside of a shell, over its connection.
public protocol CommandRunning: Sendable {
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
public struct LentToCommand: Sendable {
    /// The connection.
    public let connection: @Sendable () async throws -> ChatConnection
    /// Where errors and notes go.
    public let diagnostics: Diagnostics
    /// Where results go.
    public let printer: Printer
    /// Whose messages the user does not want to see.
    public let ignored: Set<UserName>
}
