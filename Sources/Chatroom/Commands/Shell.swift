internal import ArgumentParser
internal import ChatroomClient
internal import ChatroomCore
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
        let (client, user, isOffline) = try await begin(context, isAtPrompt: isAtPrompt)
        let files = try ShellFiles(profile: context.profile.name, environment: context.environment)
        var settings = try await files.loadSettings()
        settings.utc = settings.utc || format.utc
        settings.numbers = settings.numbers || format.numbers
        // A script begins in the same place each time.
        let left = isAtPrompt ? try? await files.lastPlace(of: user, on: "\(context.address)") : nil
        let model = ShellModel(
            ShellState(user: user, current: target ?? left ?? .lobby), settings, home: context.environment.home)
        model.update { $0.isOffline = isOffline }
        let outbox = Outbox(for: "\(context.profile.name)@\(context.address)@\(user)")
        let parts = ShellParts(
            context: context, client: client, model: model, outbox: outbox, files: files,
            view: ShellView(format.messageFormat(isJSON: options.json), on: surface(settings, user)),
            isPlaceGiven: target != nil)
        if isAtPrompt {
            try await ShellAtTerminal(parts: parts, isPlain: plain).run()
        } else {
            let lines = commands.isEmpty ? nil : commands.map(\.raw)
            try await Interruption.guarding {
                try await parts.runBatch(lines: lines, reader: reader, isFollowing: follow)
            }
        }
    }

    /// How long somebody who has logged in before waits for a server before the shell begins without.
    private static let patience: Duration = .seconds(3)

    /// Finds out who uses the shell: the server says so, and while it does not answer a script waits for it, and a person
    /// who has logged in before begins without.
    private func begin(
        _ context: CommandContext, isAtPrompt: Bool
    ) async throws -> (ChatClient, UserName, isOffline: Bool) {
        let known = isAtPrompt ? try context.reader() : nil
        let client = try await context.loggedInClient(firstConnectTimeout: known == nil ? nil : Self.patience)
        guard isAtPrompt else {
            let limit = options.timeout ?? ShellParts.patience
            return (client, try await context.user(client, first: .patient(limit: limit)), false)
        }
        do {
            return (client, try await context.user(client), false)
        } catch let error as ChatError where error.isTransient {
            guard let known else { throw error }
            context.diagnostics.note(error.message)
            return (try await context.loggedInClient(isBehindPrompt: true), known, true)
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

    private func surface(_ settings: ShellSettings, _ user: UserName) -> RenderSurface {
        let output = OutputDescriptor.standardOutput
        var surface = RenderSurface()
        surface.isTerminal = output.isTerminal
        surface.columns = output.columns
        let environment = Environment.ofProcess()
        surface.colour =
            plain ? .off : Colour(options.color, environment: environment, isTerminal: output.isTerminal)
        surface.zone = settings.utc ? .utc : .local
        surface.showsNumber = settings.numbers
        surface.isRaw = format.raw && !output.isTerminal
        surface.showsAnswers = output.isTerminal
        surface.highlight = Highlight(reader: user, words: settings.highlight)
        return surface
    }
}
