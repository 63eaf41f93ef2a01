internal import ArgumentParser
internal import ChatroomClient
internal import ChatroomCore

/// `chatroom who`: prints who is there.
struct Who: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print who is there.",
        discussion: """
            Examples:
              chatroom who
              chatroom who --json | jq -r 'select(.kind == "agent").name'
            """)

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let context = try CommandContext(options)
        let users = try await context.loggedInClient().withConnection { try await $0.who() }
        let printer = Printer()
        for user in users {
            if options.json {
                try await printer.write(
                    JSONObject.line {
                        $0.set("v", 1)
                        $0.set("type", "present")
                        $0.set("name", user.name.text)
                        $0.set("kind", user.kind.rawValue)
                        $0.set("sessions", Int64(user.sessions))
                        $0.set("since", TimeText.rfc3339(user.since))
                        $0.set("idle", user.idle.components.seconds)
                    })
            } else {
                let kind = user.kind == .human ? "" : " [\(user.kind.rawValue)]"
                let idle = user.idle < .seconds(60) ? "" : "\tidle \(DurationText.text(user.idle))"
                try await printer.line("\(user.name)\(kind)\(idle)")
            }
        }
    }
}
