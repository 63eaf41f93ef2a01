internal import ArgumentParser
internal import ChatroomCore
internal import ChatroomTerminal
internal import ChatroomWire

/// How `listen` works under a named cursor.
struct CursorOptions: ParsableArguments {
    /// Who says that a message is done.
    enum Acknowledgement: String, CaseIterable, ExpressibleByArgument {
        case auto, manual
    }

    @Option(
        help: ArgumentHelp("Keep the position on the server under this name.", valueName: "name"),
        transform: { try Cursor.Name($0) })
    var cursor: Cursor.Name?

    @Option(help: "What is printed is done, or only what --done says.")
    var ack = Acknowledgement.auto

    @Option(help: ArgumentHelp("Mark a message, such as ops:44, as done.", valueName: "place"))
    var done: [String] = []

    @Option(help: ArgumentHelp("Run this for each message, the text as its input.", valueName: "command"))
    var exec: RawArgument?

    @Option(help: ArgumentHelp("How many commands run at a time; 1 if not given.", valueName: "n"))
    var jobs = 1

    @Option(help: ArgumentHelp("Give up on a message after N failed attempts.", valueName: "n"))
    var attempts: Int?

    @Flag(help: "List your cursors, and how many messages wait under each.")
    var cursors = false

    /// Refuses options that do not go together.
    func check() throws(ChatError) {
        guard (1...256).contains(jobs) else { throw ChatError(.usage, "--jobs takes 1 to 256") }
        guard attempts ?? 1 > 0 else { throw ChatError(.usage, "--attempts takes a number from 1 up") }
        let needing = [("--exec", exec != nil), ("--done", !done.isEmpty), ("--ack manual", ack == .manual)]
        guard !cursors || cursor == nil && !needing.contains(where: \.1) else {
            throw ChatError(.usage, "--cursors lists them all and goes with a room or @user only")
        }
        if cursor == nil, let option = needing.first(where: \.1)?.0 {
            throw ChatError(
                .usage, "\(option) needs --cursor", hint: "The server keeps under its name what is done.")
        }
        guard exec == nil || ack == .auto else {
            throw ChatError(
                .usage, "--exec and --ack manual cannot be used together: the exit status says what is done")
        }
    }

    /// Prints the user's named cursors.
    ///
    /// - Parameters:
    ///   - targets: Where; `nil` for everywhere.
    ///   - context: What to work with.
    /// - Throws: `ChatError`, and that there are none.
    func list(_ targets: [Target]?, _ context: CommandContext) async throws {
        let all = try await context.withConnection { try await $0.ask(ListCursors()) }
        let listed = all.filter { targets?.contains($0.place.target) ?? true }
        guard !listed.isEmpty else { throw context.nothing("no named cursors", in: targets?.first) }
        guard context.options.json else { return try await context.show(CursorText.table(listed)) }
        for cursor in listed { try await context.printer.write(CursorText.json(cursor)) }
    }

    /// The command to run, if there is one.
    func runs(_ diagnostics: Diagnostics) throws(ChatError) -> HandlerRuns? {
        guard let exec else { return nil }
        return try HandlerRuns(exec.raw, mostAttempts: attempts, diagnostics: diagnostics)
    }

    /// Notes that messages are done.
    func settle(_ places: [String], _ context: CommandContext) async throws {
        guard let cursor else { return }
        let places = try places.map { text throws(ChatError) in try Cursor(text) }
        try await context.loggedInClient().withConnection { connection in
            for place in places {
                var query = HistoryQuery(target: place.target, limit: 1)
                query.isUnfolded = true
                let conversation = try await connection.ask(query).conversation
                _ = try await connection.ask(
                    Settle(conversation: conversation, cursor: cursor, done: [place.seq]))
            }
        }
    }
}
