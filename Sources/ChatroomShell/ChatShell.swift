public import ChatroomClient
public import ChatroomCore
public import ChatroomSystem
public import ChatroomTerminal

/// Live chat at a prompt, or by the lines of a script: from the first line to the last.
public struct ChatShell: Sendable {
    /// How a shell is meant.
    public struct Options: Sendable {
        /// Who uses it.
        public var user: UserName
        /// The profile whose files it keeps.
        public var profile: ProfileName
        /// Where it begins; `nil` for where the user left it.
        public var place: Target?
        /// Whether somebody types at a terminal.
        public var isAtPrompt = false
        /// Whether it begins without a connection.
        public var isOffline = false
        /// Whether nothing may be shown by moving the cursor.
        public var isPlain = false
        /// Whether a script sees what others say.
        public var isFollowing = false
        /// The lines of a script; `nil` to read them.
        public var lines: [String]?
        /// Where a script's lines are read.
        public var reader = InputReader()
        /// How messages are printed.
        public var format = MessageFormat.plain
        /// Whether times are in UTC, numbers are shown, and text is printed as it was sent, whatever the settings say.
        public var (utc, numbers, isRaw) = (false, false, false)

        /// A shell of a user.
        public init(user: UserName, profile: ProfileName) { (self.user, self.profile) = (user, profile) }
    }

    /// How long a script's connection is tried for when there is none and nothing says so.
    public static let patience: Duration = .seconds(60)

    private let host: ShellHost
    private let client: ChatClient
    private let options: Options

    /// Makes a shell.
    ///
    /// - Parameters:
    ///   - host: What the program gives it.
    ///   - client: The way to the server.
    ///   - options: How it is meant.
    public init(host: ShellHost, client: ChatClient, options: Options) {
        (self.host, self.client, self.options) = (host, client, options)
    }

    /// Runs it.
    ///
    /// - Throws: Why it ended otherwise than by the user's wish; for a script, why the first line that failed did.
    public func run() async throws {
        let files = try ShellFiles(profile: options.profile, environment: host.environment)
        var settings = try await files.loadSettings()
        settings.utc = settings.utc || options.utc
        settings.numbers = settings.numbers || options.numbers
        // A script begins in the same place each time.
        let left = options.isAtPrompt ? try? await files.lastPlace(of: options.user, on: "\(host.address)") : nil
        let model = ShellModel(
            ShellState(user: options.user, current: options.place ?? left ?? .lobby), settings,
            home: host.environment.home)
        model.update { $0.isOffline = options.isOffline }
        let parts = ShellParts(
            host: host, client: client, model: model,
            outbox: Outbox(for: "\(options.profile)@\(host.address)@\(options.user)"), files: files,
            view: ShellView(options.format, on: surface(settings)), isPlaceGiven: options.place != nil)
        if options.isAtPrompt {
            try await ShellAtTerminal(parts: parts, isPlain: options.isPlain).run()
        } else {
            try await parts.runBatch(
                lines: options.lines, reader: options.reader, isFollowing: options.isFollowing)
        }
    }

    private func surface(_ settings: ShellSettings) -> RenderSurface {
        let output = OutputDescriptor.standardOutput
        var surface = RenderSurface()
        surface.isTerminal = output.isTerminal
        surface.columns = output.columns
        surface.colour =
            options.isPlain
            ? .off : Colour(host.colour, environment: host.environment, isTerminal: output.isTerminal)
        surface.zone = settings.utc ? .utc : .local
        surface.showsNumber = settings.numbers
        surface.isRaw = options.isRaw && !output.isTerminal
        surface.showsAnswers = output.isTerminal
        surface.highlight = Highlight(reader: options.user, words: settings.highlight)
        return surface
    }
}
