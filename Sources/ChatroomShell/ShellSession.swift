internal import ChatroomClient
internal import ChatroomCore
internal import ChatroomTerminal
internal import ChatroomWire

/// A shell at work: takes lines, does what they say, and shows what happens meanwhile.
///
/// Four tasks share it: one follows the log and shows it, one sends what was typed, one takes lines and runs their
/// commands, one sends and fetches files. ``ShellModel`` is what they know, ``ShellSurface`` what they show it on.
final class ShellSession: Sendable {
    let host: ShellHost
    let model: ShellModel
    let surface: any ShellSurface
    let view: ShellView
    let outbox: Outbox
    let files: ShellFiles
    let slot: ConnectionSlot
    let transfers = ShellTransfers()
    let changes = ShellChanges()
    let alerts = ShellAlerts()
    private let client: ChatClient
    let manner: ShellManner

    /// Sets everything; ``run(_:)`` begins.
    init(
        host: ShellHost, client: ChatClient, model: ShellModel, surface: any ShellSurface, view: ShellView,
        outbox: Outbox, files: ShellFiles, slot: ConnectionSlot, manner: ShellManner
    ) {
        self.host = host
        self.client = client
        self.model = model
        self.surface = surface
        self.view = view
        self.outbox = outbox
        self.files = files
        self.slot = slot
        self.manner = manner
    }

    /// Follows, sends and takes lines until there are no more, or the shell is left.
    ///
    /// - Parameter onReady: Called when the greeting was shown: there was a connection, or a person need not wait for it.
    /// - Throws: Why it ended otherwise: what stands in the way of the connection, in a script the first command that
    ///   failed, `ChatError` with code `interrupted` after a signal.
    func run(_ onReady: @escaping @Sendable () async -> Void) async throws {
        let (ready, announcement) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.follow { announcement.yield() } }
            group.addTask { await self.transfers.run { await self.refreshPrompt() } }
            if surface.isInteractive {
                group.addTask { try await self.changes.run { try await self.showFolded($0) } }
                group.addTask { await self.alerts.run { self.host.diagnostics.report($0) } }
            }
            group.addTask {
                for await _ in ready { break }
                try Task.checkCancellation()
                await onReady()
                // The terminal is given back at once, however long it takes to take leave of the server.
                do {
                    try await self.takeLines()
                } catch {
                    await self.surface.close()
                    throw error
                }
                await self.surface.close()
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    /// The shell's connection: a script waits for one, a person does something else.
    func lentConnection() async throws -> ChatConnection {
        surface.isInteractive ? try slot.get() : try await slot.wait()
    }

    /// Shows whole lines.
    func show(_ bytes: [UInt8]) async throws {
        guard !bytes.isEmpty else { return }
        noteRows(bytes)
        try await surface.print(bytes)
    }

    /// Counts what goes over the screen.
    func noteRows(_ bytes: [UInt8]) {
        let rows = bytes.count { $0 == UInt8(ascii: "\n") }
        model.update { $0.rowsShown += rows }
    }

    /// Shows the prompt as it is to be.
    func refreshPrompt() async {
        let (shown, columns) = (transfers.shown, OutputDescriptor.standardOutput.columns)
        let (prompt, title) = model.update { state in
            state.transfers = shown
            state.columns = columns ?? state.columns
            return (state.prompt, state.title)
        }
        await surface.setPrompt(prompt)
        await surface.setTitle(title)
    }

    private func follow(_ onReady: @escaping @Sendable () -> Void) async throws {
        var isFirst = true
        var beganOffline = model.update { $0.isOffline }
        if beganOffline {
            try await greetOffline()
            onReady()
        }
        let scope: LogFollower.Scope = manner.isFollowing ? .everything(from: .tail) : .conversations([])
        try await LogFollower(
            client: client, scope: scope, patience: manner.patience, first: .patient(limit: manner.patience)
        ).run(
            onStatus: { status in
                guard case .unreached = status, surface.isInteractive else { return try await self.note(status) }
                guard !beganOffline else { return }
                beganOffline = true
                self.host.tell(status)
                try await self.greetOffline()
                onReady()
            },
            onConnected: { connection, summaries, invitations in
                let seen = manner.isFollowing ? summaries : try await connection.ask(ListConversations()).conversations
                do {
                    try await self.begin(connection, seen, invitations, isFirst: isFirst)
                } catch let error as ChatError where beganOffline && error.code == .notFound {
                    // Somebody is at work already, and may go elsewhere.
                    self.host.diagnostics.report(error)
                    await self.refreshPrompt()
                }
                if isFirst { onReady() }
                isFirst = false
            },
            alongside: { connection in
                await self.outbox.send(
                    over: connection, report: { await self.tell($0, $1) },
                    onTrouble: { self.host.diagnostics.note("\($0.message); what you typed is kept") })
            },
            onFollowing: {}, onEvent: { await self.note($0) },
            onEnded: { target, reason in try await self.ended(target, reason) },
            take: { delivery in
                try await self.arrived(delivery.message, in: delivery.target)
                return .next
            })
    }

    /// Greets a person whose server does not answer yet; what is typed is kept until it does.
    private func greetOffline() async throws {
        let user = model.update { state in
            state.isOffline = true
            return state.user
        }
        let news = "offline; what you type is kept and sent on return"
        try await show(view.line("\(user) on \(host.address): \(news). /help lists commands."))
        await refreshPrompt()
    }

    private func takeLines() async throws {
        var last: NothingFound?
        taking: while true {
            switch try await surface.next() {
            case .line(let line), .key(let line):
                do {
                    last = try await run(line)
                } catch is ShellEnd {
                    break taking
                }
                await notice(line)
            case .end: break taking
            case .terminated: throw ChatError(.interrupted, "ended by a signal")
            }
        }
        markRead()
        try await leave()
        if let last { throw last }
    }

    /// Does what a line says; a person is told what went wrong, and the shell goes on.
    ///
    /// - Returns: In a script, that nothing was found; the next line is done all the same.
    private func run(_ line: String) async throws -> NothingFound? {
        do {
            try await surface.interruptible { try await self.perform(line) }
        } catch let end as ShellEnd {
            throw end
        } catch is NothingFound where !surface.isInteractive {
            return NothingFound()
        } catch is CancellationError where surface.isInteractive {
            // Ctrl-C, or the end of everything.
            try Task.checkCancellation()
        } catch {
            let error = Self.worded(error, line)
            guard surface.isInteractive else { throw error }
            await explain(error, line)
        }
        return nil
    }

    private func explain(_ error: any Error, _ line: String) async {
        var withdrawn: [String] = []
        if case .command(let name, _) = ShellLine(line), ["go", "join", "next"].contains(name) {
            // What was typed for where it failed to go must not end up where it still is.
            withdrawn = await surface.withdraw()
        }
        switch error {
        case let error as ChatError: host.diagnostics.report(error)
        case let nothing as NothingFound: surface.post(view.rule(nothing.words ?? "nothing"))
        default: host.diagnostics.report(ChatError(.internalError, "\(error)"))
        }
        for line in withdrawn { surface.post(view.note("not sent, for that failed: \(line)")) }
    }

    /// Waits a moment for what was typed to be stored.
    private func leave() async throws {
        let end = ContinuousClock.now + .seconds(3)
        while slot.isFilled, await outbox.count > 0, .now < end {
            try await ContinuousClock().sleep(for: .milliseconds(20))
        }
    }
}

/// `/quit`.
struct ShellEnd: Error {}
