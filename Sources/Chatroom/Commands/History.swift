internal import ArgumentParser
internal import ChatroomClient
internal import ChatroomCore

/// `chatroom history`: prints stored messages.
struct History: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print stored messages, oldest first; exits with 1 if there are none.",
        discussion: """
            Examples:
              chatroom history lobby -n 3
              chatroom history ops --since 1d --json | jq -r .text
            """)

    @Argument(help: "A room, or @ and a user's name.")
    var target: String

    @Option(name: [.customShort("n"), .customLong("count")], help: "The newest so many; 0 for all.")
    var count: Int?

    @Option(help: "From this time on: 2h, 10:30, 2026-11-22 or RFC 3339.")
    var since: String?

    @Option(help: "Before this time.")
    var until: String?

    @Option(help: "Only what comes before this seq.")
    var before: Int64?

    @Option(help: "Only what comes after this seq.")
    var after: Int64?

    @Option(help: "Only what this user sent.", transform: { try UserName($0) })
    var from: UserName?

    @Flag(name: [.short, .long], help: "Go on with new messages as they come.")
    var follow = false

    @OptionGroup var format: FormatOptions
    @OptionGroup var options: GlobalOptions

    /// How many are printed when nothing says how many or from where.
    private static let usualCount = 20

    func run() async throws {
        let context = try CommandContext(options)
        let query = try query(now: Timestamp.ofSystem())
        let client = try await context.loggedInClient()
        let command =
            options.json || follow || !OutputDescriptor.standardOutput.isTerminal
            ? nil : Pager.command(in: context.environment)
        let pager = try command.map { command throws(ChatError) in
            try Pager(command, environment: context.environment)
        }
        let printer = pager.map { Printer($0) } ?? Printer()
        let format = format
        let end: Result<Message.Seq, any Error>
        do {
            end = .success(
                try await client.withConnection { connection in
                    try await HistoryReader(connection: connection).read(
                        query, with: format.renderer(context, reader: connection.user?.name), to: printer)
                })
        } catch {
            end = .failure(error)
        }
        await printer.finish()
        let position = try end.get()
        if follow {
            let follow = Follow(target: query.target, start: .after(position))
            try await MessageStream(context: context, client: client, follows: [follow], format: format)
                .run(count: nil, limit: options.timeout, isAnnounced: false)
        }
    }

    private func query(now: Timestamp) throws -> HistoryQuery {
        let time = TimeInput(now: now, zone: format.utc ? .utc : .local)
        guard count ?? 0 >= 0, before ?? 0 >= 0, after ?? 0 >= 0 else {
            throw ChatError(.usage, "-n, --before and --after take numbers from 0 up")
        }
        let isBounded = since != nil || after != nil
        return HistoryQuery(
            target: try Target(target), after: after ?? 0, before: before,
            since: try since.map { text throws(ChatError) in try time.instant(text) },
            until: try until.map { text throws(ChatError) in try time.instant(text) }, from: from,
            newest: count.map { $0 == 0 ? nil : $0 } ?? (isBounded ? nil : Self.usualCount))
    }
}
