internal import ArgumentParser
internal import ChatroomClient
internal import ChatroomCore
internal import ChatroomWire

/// `chatroom ping`: tells whether a server answers.
struct Ping: ServerCommand {
    static let configuration = CommandConfiguration(
        abstract: "Ask whether the server answers, and how soon.",
        usage: "chatroom ping [--ready] [options]",
        discussion: """
            It needs no login, and takes a server that is not known yet for what it says.

            Examples:
              chatroom ping --server chat.example
              chatroom ping --ready -q || echo 'nothing can be sent'
            """)

    @Flag(help: "Succeed only if the server can store messages.")
    var ready = false

    @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions

    func run(_ context: CommandContext) async throws {
        let call = ChatroomWire.Ping(asksReadiness: ready)
        let (pong, time) = try await context.withStranger { connection in
            let began = ContinuousClock.now
            let pong = try await connection.ask(call)
            return (pong, began.duration(to: .now))
        }
        if ready { try check(pong, context.address) }
        guard !options.quiet else { return }
        let microseconds = Int64(time / .microseconds(1))
        guard options.json else {
            let text = "\(microseconds / 1000).\(microseconds % 1000 / 100) ms"
            let state = ready ? " and can store" : ""
            return try await context.printer.line("\(context.address) answered in \(text)\(state)")
        }
        try await context.printer.write(
            JSONObject.line {
                $0.set("v", 1)
                $0.set("type", "pong")
                $0.set("server", context.address.description)
                $0.set("microseconds", microseconds)
                if ready { $0.set("ready", true) }
            })
    }

    private func check(_ pong: Pong, _ address: ServerAddress) throws(ChatError) {
        switch pong.isReady {
        case true?: return
        case false?:
            throw ChatError(.readOnly, "\(address) answers, but cannot store messages", hint: "Its log says why.")
        case nil:
            throw ChatError(
                .unknownRequest, "\(address) answers, but does not tell whether it can store messages",
                hint: "It is of an older release; ask without --ready.")
        }
    }
}
