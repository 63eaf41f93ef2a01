internal import ArgumentParser
internal import ChatroomClient
internal import ChatroomCore
internal import ChatroomTerminal
internal import ChatroomWire
internal import Synchronization

/// `chatroom history`: prints stored messages.
struct History: ServerCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print stored messages, oldest first; exits with 1 if none.",
        usage: "chatroom history [ROOM|@USER] [options]",
        discussion: """
            --unread, --mentions, --files, --search, --export and --verify take @me, or
            no target, for everything that you can see. A search is newest first: words
            and "phrases", word*, -word, from:NAME, has:file, before: and after: a date.

            Examples:
              chatroom history ops --since today --json | jq .text
              chatroom history --search 'disk "out of space" from:ci'
            """)

    @Argument(help: ArgumentHelp("What to read.", valueName: "room|@user"), completion: .target)
    var target: String?

    @Option(
        name: [.customShort("n"), .customLong("count")],
        help: ArgumentHelp("The newest N; 20 if not given, 0 for all.", valueName: "n"))
    var count: Int?

    @Option(help: ArgumentHelp("From then on: 2h (ago), 10:30, today, Mon, 2026-11-22.", valueName: "time"))
    var since: String?

    @Option(help: ArgumentHelp("Before this time.", valueName: "time"))
    var until: String?

    @Option(help: ArgumentHelp("Only messages before this number.", valueName: "seq"))
    var before: Int64?

    @Option(help: ArgumentHelp("Only what comes after this seq.", valueName: "seq"))
    var after: Int64?

    @Option(
        help: ArgumentHelp("Only what this user sent.", valueName: "user"), completion: .user,
        transform: { try UserName($0) })
    var from: UserName?

    @Option(help: ArgumentHelp("Only the thread of this message.", valueName: "seq"))
    var thread: String?

    @Flag(help: "Only what others sent since you last read.")
    var unread = false

    @Flag(help: "Mark what is printed as read.")
    var mark = false

    @Flag(help: "Only what mentions you.")
    var mentions = false

    @Flag(help: "List the files, the newest last.")
    var files = false

    @Option(help: ArgumentHelp("Find messages by their words, newest first.", valueName: "words"))
    var search: String?

    @Flag(help: "Every entry as it was stored, as JSON lines.")
    var export = false

    @Flag(help: "Check that nothing was changed; exits with 74 if it was.")
    var verify = false

    @Flag(name: [.short, .long], help: "Then print new messages as they come.")
    var follow = false

    @OptionGroup(title: "How messages are printed") var format: FormatOptions
    @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions

    /// How many are printed when nothing says how many or from where.
    private static let usualCount = 20

    func run(_ context: CommandContext) async throws {
        let target = try self.target.flatMap { $0 == "@me" ? nil : try Target($0) }
        guard !follow || context.standing == nil else { throw ChatError(.usage, "the shell follows already") }
        try check(target)
        let time = TimeInput(now: Timestamp.ofSystem(), zone: format.utc ? .utc : .local)
        let search = try self.search.map { try SearchInput(text: $0, time: time) }
        let query = try query(time)
        guard follow else { return try await print(query, search, target, context) }
        // What is read and what comes then is one connection's.
        try await context.held { try await print(query, search, target, $0) }
    }

    private func print(
        _ query: HistoryQuery, _ search: SearchInput?, _ target: Target?, _ context: CommandContext
    ) async throws {
        let printer = try printer(context)
        let end: Result<HistoryReader.End, any Error>
        let waited = Mutex(Duration.zero)
        do {
            end = .success(
                try await connected(context, waited) { connection in
                    try await read(query, search, target, connection, context, printer)
                })
        } catch {
            end = .failure(error)
        }
        await printer.finish()
        let position = try end.get()
        for line in position.news {
            context.diagnostics.note(context.diagnostics.wording(line))
        }
        context.noteNames((target.map { [$0.description] } ?? []) + position.senders.map { "@\($0)" })
        if follow, let target {
            let follow = Follow(target: target, start: .after(position.head))
            let rest = options.timeout.map { limit in max(.milliseconds(1), limit - waited.withLock { $0 }) }
            try await MessagePrinting(context: context, format: format, limit: rest)
                .print(MessageStream(client: context.loggedInClient(), scope: .conversations([follow])))
        } else if position.isEmpty {
            throw context.nothing(emptiness, in: target)
        }
    }

    /// What a person is told when there is nothing.
    private var emptiness: String {
        if search != nil { return "nothing found" }
        if unread { return "nothing unread" }
        if mentions { return "nothing mentions you" }
        let isPart = since != nil || until != nil || before != nil || after != nil || from != nil || thread != nil
        return "no \(isPart ? "such " : "")\(files ? "files" : "messages")"
    }

    /// Whether files are listed, and not the messages that brought them.
    private var isFileList: Bool {
        files && search == nil && !export && !verify && !follow && !options.json && format.format == nil && !format.raw
    }

    /// Does something over a connection; whoever goes on waits for a server that does not answer yet.
    private func connected<Result: Sendable>(
        _ context: CommandContext, _ waited: borrowing Mutex<Duration>,
        _ body: (ChatConnection) async throws -> Result
    ) async throws -> Result {
        guard follow else { return try await context.withConnection(body) }
        return try await context.loggedInClient().withReconnecting(
            patience: .zero, first: .patient(limit: options.timeout),
            onStatus: { status in
                if case .reached(let time) = status { waited.withLock { $0 = time } }
                context.tell(status)
            }, body)
    }

    private func read(
        _ query: HistoryQuery, _ search: SearchInput?, _ target: Target?, _ connection: ChatConnection,
        _ context: CommandContext, _ printer: Printer
    ) async throws -> HistoryReader.End {
        if verify {
            try await ChainReport(printer: printer, isJSON: options.json)
                .run(ChainCheck(connection: connection), target)
            return HistoryReader.End(head: 0, isEmpty: false)
        }
        var renderer =
            export
            ? MessageRenderer(.json, on: RenderSurface())
            : format.renderer(context, reader: connection.user?.name, showsConversation: target == nil)
        // Whoever asks for somebody's messages wants them, and an export is whole.
        let ignored = export ? [] : context.ignored.subtracting([from].compactMap(\.self))
        if let search {
            var request = try search.request
            request.target = target
            if request.from == nil { request.from = from }
            let isFound = try await SearchReader(connection: connection, ignored: ignored)
                .read(request, count: count ?? Self.usualCount) { hits in
                    var bytes: [UInt8] = []
                    for hit in hits { renderer.append(hit.message, in: hit.target, to: &bytes) }
                    try await printer.write(bytes)
                }
            return HistoryReader.End(head: 0, isEmpty: !isFound)
        }
        let reader = HistoryReader(connection: connection, marksRead: mark, ignored: ignored)
        var query = query
        if let target { query.target = target }
        if let thread, let target { query.thread = try await MessagePlace.seq(thread, in: target, on: connection) }
        if isFileList {
            var list = FileTable(showsText: true, showsNumber: format.numbers)
            return try await reader.read(
                query, isEverywhere: target == nil, take: { list.add($0, in: $1) },
                thenShow: {
                    guard !list.isEmpty else { return }
                    try await context.show(list.table, on: printer, in: format.utc ? .utc : .local)
                })
        }
        let take: HistoryReader.Taking = { messages, target in
            var bytes: [UInt8] = []
            for message in messages { renderer.append(message, in: target, to: &bytes) }
            if !bytes.isEmpty { try await printer.write(bytes) }
        }
        return target == nil
            ? try await reader.readAll(query, take: take) : try await reader.read(query, take: take)
    }

    private func check(_ target: Target?) throws(ChatError) {
        guard count ?? 0 >= 0, before ?? 0 >= 0, after ?? 0 >= 0 else {
            throw ChatError(.usage, "-n, --before and --after take numbers from 0 up")
        }
        let ways = [("--search", search != nil), ("--export", export), ("--verify", verify), ("--follow", follow)]
            .filter(\.1).map(\.0)
        guard ways.count <= 1 else {
            throw ChatError(.usage, "\(ways.joined(separator: " and ")) cannot be used together")
        }
        guard !export || format.format == nil else {
            throw ChatError(.usage, "--export prints JSON lines and takes no --format", hint: "Leave one of them out.")
        }
        guard target == nil else { return }
        guard !follow else {
            throw ChatError(.usage, "--follow needs a room or @user", hint: "'chatroom listen' follows everything.")
        }
        guard unread || mentions || files || search != nil || export || verify else {
            throw ChatError(
                .usage, "history needs a room or @user",
                hint: "--unread, --mentions, --files, --search, --export and --verify take everything.")
        }
        guard thread == nil, before == nil, after == nil else {
            throw ChatError(.usage, "--thread, --before and --after need a room or @user")
        }
    }

    /// Standard output, or a pager for a person.
    private func printer(_ context: CommandContext) throws -> Printer {
        let isPaged =
            !options.json && !follow && !export && !verify && OutputDescriptor.standardOutput.isTerminal
        guard isPaged, context.standing == nil, let command = Pager.command(in: context.environment) else {
            return context.printer
        }
        guard Pager.isThere(command, in: context.environment) else {
            context.diagnostics.note("there is no pager '\(command)', so this is shown without one")
            return Printer()
        }
        return Printer(try Pager(command, environment: context.environment))
    }

    private func query(_ time: TimeInput) throws -> HistoryQuery {
        let isBounded = since != nil || after != nil || unread || mentions || files || export || thread != nil
        var query = HistoryQuery(
            target: .lobby, after: after ?? 0, before: before,
            since: try since.map { text throws(ChatError) in try time.instant(text) },
            until: try until.map { text throws(ChatError) in try time.instant(text) }, from: from,
            newest: count.map { $0 == 0 ? nil : $0 } ?? (isBounded ? nil : Self.usualCount))
        query.unreadOnly = unread
        query.mentionsOnly = mentions
        query.filesOnly = files
        query.isUnfolded = export
        return query
    }
}
