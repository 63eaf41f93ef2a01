internal import ArgumentParser
internal import ChatroomClient
internal import ChatroomCore
internal import ChatroomShell
internal import ChatroomSystem
internal import Glibc

/// `chatroom shell`: live chat at a prompt.
struct Shell: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Chat live at a prompt; /help lists its commands.",
        usage: "chatroom shell [ROOM|@USER] [options]",
        discussion: """
            What is typed goes to the current conversation; messages appear above it. Away
            from a terminal the same lines and commands come from standard input, and the
            shell ends at the first one that fails, with its exit status.

            Examples:
              chatroom shell ops
              chatroom shell -c '/join ops' -c 'build is green'
            """)

    @Argument(
        help: ArgumentHelp("Where to begin; where you left if not given.", valueName: "room|@user"), completion: .target
    )
    var to: String?

    @Option(
        name: [.customShort("c"), .customLong("command")], parsing: .unconditionalSingleValue,
        help: ArgumentHelp("Do this line and end; repeats.", valueName: "line"))
    var commands: [RawArgument] = []

    @Option(help: ArgumentHelp("Do the lines of this file and end.", valueName: "path"))
    var script: RawArgument?

    @Flag(name: [.short, .long], help: "Print what others say off a terminal, too.")
    var follow = false

    @Flag(help: "Line by line, no moving cursor: for screen readers.")
    var plain = false

    @OptionGroup(title: "How messages are printed") var format: FormatOptions
    @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions

    func run() async throws {
        guard commands.isEmpty || script == nil else {
            throw ChatError(.usage, "-c and --script cannot be used together")
        }
        var context = try CommandContext(options)
        // For what commands print, too.
        if plain { context.options.color = .never }
        let target = try to.map { text throws(ChatError) in try Target(text) }
        let reader = try reader()
        let isTyped = commands.isEmpty && script == nil && isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1
        let isAtPrompt = isTyped && !options.json
        let known = isAtPrompt ? try context.reader() : nil
        let first = try await context.loggedInClient(firstConnectTimeout: known == nil ? nil : Self.patience)
        try await first.held {
            let user = try await begin(context, first, known, isAtPrompt: isAtPrompt)
            let client = user.isOffline ? try await context.loggedInClient(isBehindPrompt: true) : first
            try await run(context, client, user, target, reader, isAtPrompt: isAtPrompt)
        }
    }

    private func run(
        _ context: CommandContext, _ client: ChatClient, _ user: (name: UserName, isOffline: Bool), _ target: Target?,
        _ reader: InputReader, isAtPrompt: Bool
    ) async throws {
        let host = ShellHost(
            environment: context.environment, address: context.address, isJSON: context.options.json,
            isQuiet: context.options.quiet, colour: context.options.color, timeout: context.options.timeout,
            diagnostics: context.diagnostics, printer: context.printer, commands: ShellCommands(context: context),
            transferClient: { [context] in try await context.transferClient() })
        var meant = ChatShell.Options(user: user.name, profile: context.profile.name)
        (meant.place, meant.lines, meant.reader) = (target, commands.isEmpty ? nil : commands.map(\.raw), reader)
        (meant.isAtPrompt, meant.isOffline, meant.isPlain) = (isAtPrompt, user.isOffline, plain)
        (meant.isFollowing, meant.format) = (follow, format.messageFormat(isJSON: options.json))
        (meant.utc, meant.numbers, meant.isRaw) = (format.utc, format.numbers, format.raw)
        let shell = ChatShell(host: host, client: client, options: meant)
        // At a prompt Ctrl-C is a key.
        if isAtPrompt { try await shell.run() } else { try await Interruption.guarding { try await shell.run() } }
    }

    /// How long somebody who has logged in before waits for a server before the shell begins without.
    private static let patience: Duration = .seconds(3)

    /// Finds out who uses the shell: the server says so, and while it does not answer a script waits for it, and a person
    /// who has logged in before begins without.
    private func begin(
        _ context: CommandContext, _ client: ChatClient, _ known: UserName?, isAtPrompt: Bool
    ) async throws -> (name: UserName, isOffline: Bool) {
        guard isAtPrompt else {
            let limit = options.timeout ?? ShellHost.patience
            return (try await context.user(client, first: .patient(limit: limit)), false)
        }
        do {
            return (try await context.user(client), false)
        } catch let error as ChatError where error.isTransient {
            guard let known else { throw error }
            context.diagnostics.note(error.message)
            return (known, true)
        }
    }

    private func reader() throws(ChatError) -> InputReader {
        guard let script = script?.raw else { return InputReader() }
        guard let file = Descriptor(script, O_RDONLY) else {
            let error = SystemError.last
            throw error.chatError(error.number == ENOENT ? .fileMissing : .fileAccess, "cannot read \(script)")
        }
        guard file.status.map({ $0.st_mode & S_IFMT != S_IFDIR }) ?? true else {
            throw SystemError(EISDIR).chatError(.fileAccess, "cannot read \(script)")
        }
        return InputReader(file)
    }
}
