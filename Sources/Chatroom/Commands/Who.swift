internal import ArgumentParser
internal import ChatroomClient
internal import ChatroomCore
internal import ChatroomSystem
internal import ChatroomTerminal
internal import ChatroomWire

/// `chatroom who`: lists who is online.
struct Who: ServerCommand {
    static let configuration = CommandConfiguration(
        abstract: "List who is online; exits with 1 if nobody is.",
        usage: "chatroom who [ROOM|@USER] [options]",
        discussion: """
            Examples:
              chatroom who ops
              chatroom who @bob -q && chatroom send @bob 'got a minute?'
            """)

    @Argument(
        help: ArgumentHelp("Where to look; everywhere if not given.", valueName: "room|@user"), completion: .target)
    var target: String?

    @Flag(help: "Keep watching who joins, leaves, goes away and comes back.")
    var watch = false

    @Option(help: ArgumentHelp("Tell others that you are away, and why.", valueName: "why"))
    var away: String?

    @Flag(help: "Tell others that you are back.")
    var back = false

    @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions

    func run(_ context: CommandContext) async throws {
        guard away == nil || !back else { throw ChatError(.usage, "--away and --back cannot be used together") }
        if away != nil || back {
            _ = try await context.withConnection { try await $0.ask(SetAway(text: away)) }
            return
        }
        let target = try self.target.map { text throws(ChatError) in try Target(text) }
        let text = PresenceText(isJSON: options.json)
        if watch {
            guard context.standing == nil else { throw ChatError(.usage, "--watch works only outside the shell") }
            return try await watch(PresenceWatch(client: context.loggedInClient(), target: target), text, context)
        }
        let users = try await context.withConnection { try await $0.ask(ChatroomWire.Who(target: target)) }
        context.noteNames(users.map { "@\($0.name)" })
        if options.json, !options.quiet {
            for user in users { try await context.printer.write(text.bytes(user)) }
        } else if !users.isEmpty, !options.quiet {
            try await context.show(PresenceText.table(users, now: Timestamp.ofSystem()))
        }
        guard !users.contains(where: { $0.sessions > 0 }) else { return }
        // A list of users who are not there says so itself.
        guard users.isEmpty else { throw NothingFound() }
        throw target == nil ? context.nothing("nobody is online") : context.nothing("nobody is", in: target)
    }

    private func watch(_ watch: PresenceWatch, _ text: PresenceText, _ context: CommandContext) async throws {
        try await Interruption.guarding(for: options.timeout) {
            try await OutputWatch().during {
                let printer = Printer()
                try await watch.run { notice in
                    switch notice {
                    case .line(let status): context.tell(status)
                    case .present(let user): try await printer.lines(text.bytes(user), isJSON: text.isJSON)
                    case .changed(let user, let isNew):
                        let time = TimeText.clock(Timestamp.ofSystem(), in: .local)
                        try await printer.lines(text.change(user, isNew: isNew, at: time), isJSON: text.isJSON)
                    }
                }
            }
        }
    }
}
