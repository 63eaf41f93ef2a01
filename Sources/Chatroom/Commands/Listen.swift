internal import ArgumentParser
internal import ChatroomClient
internal import ChatroomCore

/// `chatroom listen`: prints messages as they come.
struct Listen: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print messages as they come, or run a command for each.",
        discussion: """
            It goes on from where it was when the connection ends. Without a target, or
            with @me, it follows everything that you can see, and what begins later.

            With --cursor the server keeps the position under that name: each message is
            given to one of the processes that use the name, and again until it is done,
            which is when it was printed, or when the command of --exec exited with 0.

            Examples:
              chatroom listen ops --mention --count 1 --timeout 5m
              chatroom listen ops --cursor deployer --exec ./handle.sh
            """)

    @Argument(help: "Rooms, or @ and users' names.", completion: .target)
    var targets: [String] = []

    @Option(name: [.customShort("n"), .long], help: "End after so many messages.")
    var count: Int?

    @Option(help: "Begin at a time (2h, 10:30, RFC 3339) or after a cursor (ops:44).")
    var since: String?

    @Option(help: "Only what this user sends.", completion: .user, transform: { try UserName($0) })
    var from: UserName?

    @Flag(help: "Only what mentions you.")
    var mention = false

    @Option(help: "Only text that this regular expression matches.", transform: { try MessageSieve.Pattern($0) })
    var match: MessageSieve.Pattern?

    @Option(help: "End when nothing came for this time.", transform: { try TimeInput.duration($0) })
    var untilIdle: Duration?

    @OptionGroup var cursor: CursorOptions
    @OptionGroup var format: FormatOptions
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        guard count ?? 1 > 0 else { throw ChatError(.usage, "--count takes a number from 1 up") }
        try cursor.check()
        let context = try CommandContext(options)
        if !cursor.done.isEmpty { return try await cursor.settle(cursor.done, context) }
        let wanted = try wanted()
        let places = try ListenPlaces(
            targets: wanted, since: since, now: Timestamp.ofSystem(), zone: format.utc ? .utc : .local)
        let runs = try cursor.runs(context.diagnostics)
        let client = try await context.loggedInClient()
        var sieve = MessageSieve(from: from, pattern: match)
        if mention { sieve.mention = try await context.user(client) }
        let names = wanted?.map(\.description).joined(separator: ", ") ?? "everything"
        let end = MessageStream.End(count: count, idle: untilIdle, limit: options.timeout)
        let announcement = "listening to \(names); Ctrl-C ends it"
        guard let name = cursor.cursor else {
            return try await MessageStream(
                context: context, client: client, format: format, sieve: sieve, end: end
            ).run(places.follows, announcement: announcement)
        }
        let stream = CursorStream(
            context: context, client: client, scope: places.claims, cursor: name, sieve: sieve, end: end)
        if let runs {
            try await stream.execute(runs, jobs: cursor.jobs, announcement: announcement)
        } else {
            try await stream.print(format, isAcknowledged: cursor.ack == .auto, announcement: announcement)
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
                    throw ChatError(.usage, "the cursor \(cursor) needs \(cursor.target) alone")
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
