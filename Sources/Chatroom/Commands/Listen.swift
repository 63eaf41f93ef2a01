internal import ArgumentParser
internal import ChatroomClient
internal import ChatroomCore
internal import ChatroomTerminal
internal import ChatroomWire

/// `chatroom listen`: prints messages as they come.
struct Listen: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print messages as they come, or run a command for each.",
        usage: "chatroom listen [ROOM|@USER ...] [options]",
        discussion: """
            A connection that is lost is made again, and nothing is missed. Under --cursor
            each message goes to one of the processes that use the name, and again until
            it is done: printed, or handled by a command of --exec that exits with 0.

            Examples:
              chatroom listen ops --mention --count 1 --timeout 5m
              chatroom listen ops --cursor deployer --exec ./handle.sh
            """)

    @Argument(
        help: ArgumentHelp("Without any, or with @me, everything you can see.", valueName: "room|@user"),
        completion: .target)
    var targets: [String] = []

    @Option(name: [.customShort("n"), .long], help: ArgumentHelp("End after N messages.", valueName: "n"))
    var count: Int?

    @Option(help: ArgumentHelp("Begin at 2h (ago), 10:30, today, or after ops:44.", valueName: "time"))
    var since: String?

    @Option(
        help: ArgumentHelp("Only what this user sends.", valueName: "user"), completion: .user,
        transform: { try UserName($0) })
    var from: UserName?

    @Flag(help: "Only what mentions you, or is said to you alone.")
    var mention = false

    @Option(
        help: ArgumentHelp("Only text that this regular expression matches.", valueName: "regex"),
        transform: { try TextPattern($0) })
    var match: TextPattern?

    @Option(
        help: ArgumentHelp("End when nothing came for this time.", valueName: "time"),
        transform: { try TimeInput.wait($0) })
    var untilIdle: Duration?

    @OptionGroup(title: "Saved position") var cursor: CursorOptions
    @OptionGroup(title: "How messages are printed") var format: FormatOptions
    @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions

    func run() async throws {
        guard count ?? 1 > 0 else { throw ChatError(.usage, "--count takes a number from 1 up") }
        try cursor.check()
        let context = try CommandContext(options)
        if cursor.cursors { return try await cursor.list(try wanted(), context) }
        if !cursor.done.isEmpty { return try await cursor.settle(cursor.done, context) }
        let wanted = try wanted()
        let places = try ListenPlaces(
            targets: wanted, since: since, now: Timestamp.ofSystem(), zone: format.utc ? .utc : .local)
        let runs = try cursor.runs(context.diagnostics)
        let client = try await context.loggedInClient()
        try await client.held { try await listen(to: wanted, places, runs, context, client) }
    }

    private func listen(
        to wanted: [Target]?, _ places: ListenPlaces, _ runs: HandlerRuns?, _ context: CommandContext,
        _ client: ChatClient
    ) async throws {
        var sieve = MessageSieve(from: from, pattern: match)
        if mention { sieve.mention = try await context.knownUser(client) }
        let names = wanted?.map(\.description).joined(separator: ", ") ?? "everything"
        let end = MessageStream.End(count: count, idle: untilIdle)
        let printing = MessagePrinting(
            context: context, format: format, announcement: "listening to \(names); Ctrl-C ends it",
            limit: options.timeout)
        guard let name = cursor.cursor else {
            return try await printing.print(
                MessageStream(client: client, scope: places.follows, sieve: sieve, end: end))
        }
        let stream = CursorStream(client: client, scope: places.claims, cursor: name, sieve: sieve, end: end)
        if let runs {
            try await printing.execute(runs, for: stream, jobs: cursor.jobs)
        } else {
            try await printing.print(stream, isAcknowledged: cursor.ack == .auto)
        }
    }

    /// What to listen to; `nil` for everything.
    private func wanted() throws(ChatError) -> [Target]? {
        guard !targets.isEmpty, targets != ["@me"] else { return nil }
        var read: [Target] = []
        for text in targets {
            let target = try Target(text)
            if !read.contains(target) { read.append(target) }
        }
        return read
    }
}

/// Where listening begins, in each conversation.
struct ListenPlaces {
    /// As it is followed.
    let follows: LogFollower.Scope
    /// As it is worked on under a cursor that is new.
    let claims: CursorConsumer.Scope

    /// Settles where to begin.
    ///
    /// - Parameters:
    ///   - targets: The conversations; `nil` for everything.
    ///   - since: A time or a cursor; `nil` for now.
    ///   - now: What "ago" is counted from.
    ///   - zone: Whose midnight is meant.
    /// - Throws: `ChatError` with code `usage`.
    init(targets: [Target]?, since: String?, now: Timestamp, zone: DisplayZone) throws {
        var (start, claim) = (Follow.Start.tail, Claim.Start.tail)
        if let since {
            if let cursor = try? Cursor(since) {
                guard targets == [cursor.target] else {
                    throw ChatError(.usage, "the cursor \(cursor) works only when \(cursor.target) is the only target")
                }
                (start, claim) = (.after(cursor.seq), .after(cursor.seq))
            } else {
                let time = try TimeInput(now: now, zone: zone).instant(since)
                (start, claim) = (.since(time), .since(time))
            }
        }
        if let targets {
            follows = .conversations(targets.map { Follow(target: $0, start: start) })
            claims = .conversations(Dictionary(targets.map { ($0, claim) }) { one, _ in one })
        } else {
            follows = .everything(from: start)
            claims = .everything(from: claim)
        }
    }
}
