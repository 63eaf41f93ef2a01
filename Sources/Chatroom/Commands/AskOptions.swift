public import ArgumentParser
internal import ChatroomClient
internal import ChatroomCore

/// How `send` waits for what becomes of a message.
struct AskOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Ask, and wait for the answer, --timeout at most.", valueName: "text"))
    var ask: String?

    @Option(help: ArgumentHelp("An answer; repeats. Without it any text counts.", valueName: "answer"))
    var choice: [String] = []

    @Option(
        help: ArgumentHelp("Only this user's answer counts.", valueName: "user"), completion: .user,
        transform: { try UserName($0) })
    var from: UserName?

    @Flag(help: "In a room, an agent or a script may choose, too.")
    var anyKind = false

    @Option(help: ArgumentHelp("A restarted program goes on with this question.", valueName: "key"))
    var askID: String?

    @Flag(help: "Wait for the next reply and print it.")
    var wait = false

    @Option(help: "Wait until the other user has it, or has read it.")
    var require: ReceiptWait.Level?

    /// Whether something is waited for once a message is sent.
    var isWaiting: Bool { wait || require != nil }

    /// Refuses options that do not go together.
    func check(isLines: Bool) throws(ChatError) {
        guard ask != nil || (choice.isEmpty && askID == nil) else {
            throw ChatError(.usage, "--choice and --ask-id belong to --ask")
        }
        guard !choice.isEmpty || !anyKind else { throw ChatError(.usage, "--any-kind belongs to --choice") }
        guard ask != nil || wait || from == nil else { throw ChatError(.usage, "--from belongs to --ask and --wait") }
        guard [ask != nil, wait, require != nil, isLines].count(where: { $0 }) <= 1 else {
            throw ChatError(.usage, "--ask, --wait, --require and --lines cannot be used together")
        }
        do throws(ChatError) {
            _ = try Question(choices: choice)
        } catch {
            throw ChatError(.usage, error.message)
        }
    }

    /// The question, ready to be asked.
    func asking(
        _ context: CommandContext, _ client: ChatClient, _ target: Target, id: MessageID?
    ) async throws -> Asking {
        var id = id
        if let askID {
            let (asker, secret) = try await client.withConnection { ($0.user?.name, $0.idSecret) }
            guard let asker else { throw ChatError(.notLoggedIn, "not logged in to \(context.address)") }
            // A server that tells no secret is of an older version, where nothing else can be found again.
            id = MessageID(derivedFrom: ["ask", asker.text, target.description, askID], secret: secret)
        }
        let act = OutgoingMessage.Act.ask(choices: choice, within: context.options.timeout)
        let message = MessageFactory(target: target, firstID: id, act: act).make(ask ?? "")
        return Asking(
            client: client, message: message, from: from, takesAnyKind: anyKind, limit: context.options.timeout,
            patience: context.patience)
    }

    /// Sends a message and waits for its reply or its receipt.
    func follow(_ message: OutgoingMessage, _ context: CommandContext, _ client: ChatClient) async throws {
        guard let require else {
            let asking = Asking(
                client: client, message: message, from: from, limit: context.options.timeout,
                patience: context.patience)
            return try await AnswerReport(context, asking).run()
        }
        let (waiting, limit) = (
            try ReceiptWait(client: client, target: message.target, level: require), context.options.timeout
        )
        let receipt = try await context.deliver(message, over: client)
        if receipt.isRecipientOffline { context.diagnostics.note("stored; \(message.target) is offline") }
        let isReached = try await Interruption.guarding {
            try await waiting.run(for: receipt.seq, limit) { context.tell($0) }
        }
        guard isReached else {
            let time = limit.map { " within \(DurationText.text($0))" } ?? ""
            throw ChatError(.waitedInVain, "stored, but not \(require.rawValue) by @\(waiting.other)\(time)")
        }
    }
}

extension ReceiptWait.Level: ExpressibleByArgument {}
