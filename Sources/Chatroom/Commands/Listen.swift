internal import ArgumentParser
internal import ChatroomClient
internal import ChatroomCore

/// `chatroom listen`: prints messages as they come.
struct Listen: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print messages as they come; goes on from where it was when the connection ends.",
        discussion: """
            With --cursor the server keeps the position under that name, and each message counts as dealt with once it
            was printed; the next listen with the same name goes on after it.

            Examples:
              chatroom listen lobby --count 1 --timeout 5m
              chatroom listen ops --json --cursor deployer
            """)

    @Argument(help: "Rooms, or @ and users' names; the lobby if none is given.")
    var targets: [String] = []

    @Option(name: [.customShort("n"), .long], help: "End after so many messages.")
    var count: Int?

    @Option(help: "Begin at a time (2h, 10:30, RFC 3339) or after a cursor (ops:44).")
    var since: String?

    @Option(help: "Keep the position on the server under this name.", transform: { try Cursor.Name($0) })
    var cursor: Cursor.Name?

    @OptionGroup var format: FormatOptions
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        guard count ?? 1 > 0 else { throw ChatError(.usage, "--count takes a number from 1 up") }
        let context = try CommandContext(options)
        let follows = try follows(now: Timestamp.ofSystem())
        let client = try await context.loggedInClient()
        try await MessageStream(context: context, client: client, follows: follows, format: format)
            .run(count: count, limit: options.timeout, isAnnounced: true)
    }

    private func follows(now: Timestamp) throws -> [Follow] {
        guard cursor == nil || since == nil else {
            throw ChatError(.usage, "--cursor and --since exclude each other: the cursor says where to begin")
        }
        var targets: [Target] = []
        for text in self.targets.isEmpty ? ["lobby"] : self.targets {
            let target = try Target(text)
            if !targets.contains(target) { targets.append(target) }
        }
        return try targets.map { target in
            Follow(target: target, start: try start(of: target, now: now))
        }
    }

    private func start(of target: Target, now: Timestamp) throws -> Follow.Start {
        if let cursor { return .cursor(cursor) }
        guard let since else { return .tail }
        if let cursor = try? Cursor(since) {
            guard cursor.target == target else {
                throw ChatError(.usage, "the cursor \(cursor) is not one of \(target)")
            }
            return .after(cursor.seq)
        }
        return .since(try TimeInput(now: now, zone: format.utc ? .utc : .local).instant(since))
    }
}
