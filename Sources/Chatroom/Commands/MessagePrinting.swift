internal import ChatroomClient
internal import ChatroomTerminal
internal import Synchronization

/// Prints what a stream of messages brings, until it ends, its time is over or it is interrupted.
struct MessagePrinting {
    let context: CommandContext
    let format: FormatOptions
    /// What a person is told when everything is followed.
    var announcement: String?
    /// After what time it is an error that it has not ended.
    var limit: Duration?

    /// Prints each message as it comes; it is out of the program before it counts as received.
    ///
    /// - Parameter stream: The messages.
    /// - Throws: `ChatError` with code `waited-in-vain` or `interrupted`, and what following and printing throw.
    func print(_ stream: MessageStream) async throws {
        let renderer = try renderer(showsConversation: stream.scope.hasSeveral)
        let printer = Printer()
        try await watched { [self] in
            try await stream.run(tell: { tell($0) }) { try await Self.print([$0], renderer, printer) }
        }
    }

    /// Prints what is taken under a named cursor.
    ///
    /// - Parameters:
    ///   - stream: The messages.
    ///   - isAcknowledged: Whether a message that was printed is done; otherwise somebody else says so.
    /// - Throws: `ChatError` with code `waited-in-vain` or `interrupted`, and what claiming and printing throw.
    func print(_ stream: CursorStream, isAcknowledged: Bool) async throws {
        let renderer = try renderer(showsConversation: stream.scope.hasSeveral)
        let printer = Printer()
        try await watched { [self] in
            try await stream.show(isAcknowledged: isAcknowledged, tell: { tell($0) }) {
                try await Self.print($0, renderer, printer)
            }
        }
    }

    /// Runs a command for each message that is taken under a named cursor.
    ///
    /// - Parameters:
    ///   - runs: How the command is run.
    ///   - stream: The messages.
    ///   - jobs: How many run at a time.
    /// - Throws: `ChatError` with code `waited-in-vain` or `interrupted`, and why the command cannot be run.
    func execute(_ runs: HandlerRuns, for stream: CursorStream, jobs: Int) async throws {
        // Commands are run whether or not anybody reads what they print.
        try await Interruption.guarding(for: limit, waitingForPrograms: true) { [self] in
            try await stream.handle(jobs: jobs, tell: { tell($0) }) { try await runs.handle($0) }
        }
    }

    private func renderer(showsConversation: Bool) throws -> Mutex<MessageRenderer> {
        Mutex(format.renderer(context, reader: try context.reader(), showsConversation: showsConversation))
    }

    private func watched(_ body: @escaping @Sendable () async throws -> Void) async throws {
        try await Interruption.guarding(for: limit) { try await OutputWatch().during(body) }
    }

    private func tell(_ notice: MessageStream.Notice) {
        switch notice {
        case .line(let status): context.tell(status)
        case .following: if let announcement { context.diagnostics.aside(announcement) }
        case .ended(let reason): context.diagnostics.note(reason.message)
        }
    }

    private static func print(
        _ deliveries: [LogFollower.Delivery], _ renderer: borrowing Mutex<MessageRenderer>, _ printer: Printer
    ) async throws {
        var bytes: [UInt8] = []
        renderer.withLock { renderer in
            for delivery in deliveries { renderer.append(delivery.message, in: delivery.target, to: &bytes) }
        }
        try await printer.write(bytes)
    }
}
