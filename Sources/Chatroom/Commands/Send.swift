internal import ArgumentParser
internal import ChatroomClient
internal import ChatroomCore
internal import ChatroomProcess
internal import ChatroomSystem
internal import ChatroomTerminal

/// `chatroom send`: sends what is on the command line or on standard input.
struct Send: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Send a message; exits with 0 once it is stored and durable.",
        usage: "chatroom send ROOM|@USER [TEXT ...] [options], or chatroom send --flush",
        discussion: """
            With --ask or --wait it prints the answer: a reply to the message, or in a
            direct conversation the next message that takes a choice. It exits with 0
            for the first choice, 10 for the second, 11 for the third and so on, and
            124 for no answer in time. A last '-' adds standard input to the text.

            Examples:
              journalctl -n 20 | chatroom send ops 'unit failed:' -
              chatroom send @bob --ask 'Deploy?' --choice yes --choice no && ./deploy
            """)

    @Argument(help: ArgumentHelp("Who or where to send to.", valueName: "room|@user"), completion: .target)
    var to: String?

    @Argument(help: ArgumentHelp("Words are joined; none, or '-', is standard input.", valueName: "text"))
    var words: [RawArgument] = []

    @Flag(help: "Send each line of standard input as a message.")
    var lines = false

    @Flag(help: "Send a message even if it is empty.")
    var allowEmpty = false

    @Option(
        help: ArgumentHelp("The message's id; sent again, it is stored once.", valueName: "uuid"),
        transform: { try MessageID($0) })
    var id: MessageID?

    @Option(name: .customLong("print"), help: "What to print of each message.")
    var printed: SendReport.Printed = .none

    @OptionGroup var queueing: QueueOptions
    @OptionGroup var acts: SendActs
    @OptionGroup(title: "Waiting for an answer") var question: AskOptions
    @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions

    func run() async throws {
        try queueing.check(
            acts, question, given: [("a room or @user", to != nil), ("--lines", lines), ("--id", id != nil)])
        if queueing.flush { return try await QueueReport.flush(CommandContext(options)) }
        guard let to else {
            throw ChatError(
                .usage, "send needs a room or @user",
                hint: "If you typed #room, the shell dropped it: write 'chatroom send ops hi'.")
        }
        try acts.check(isQuestion: question.ask != nil, isLines: lines)
        try question.check(isLines: lines)
        // A command that is run keeps its bytes.
        let texts = acts.run ? [] : try words.map { word throws(ChatError) in try word.text }
        let context = try CommandContext(options)
        let target = try Target(to)
        let (client, identity) = try await context.queueingClient()
        if !queueing.queue { try await QueueReport.flushFirst(identity, client, context, mustSend: !acts.run) }
        // A connection is not kept for as long as a command runs.
        if acts.run { return try await run(words.map(\.raw), target, context, client) }
        try await client.held { try await send(texts, target, context, client, identity) }
    }

    /// Sends what is to be sent, over one connection whatever is looked up before.
    private func send(
        _ texts: [String], _ target: Target, _ context: CommandContext, _ client: ChatClient, _ identity: String
    ) async throws {
        if question.ask != nil {
            guard words.isEmpty else { throw ChatError(.usage, "--ask holds the text; leave out the other") }
            var question = question
            if question.ask?.allSatisfy(\.isWhitespace) ?? false, question.ask != "-" {
                throw ChatError(.invalid, "the question is empty, nothing sent")
            }
            if question.ask == "-" { question.ask = try await SendText(words: ["-"], allowsEmpty: false).read() }
            return try await AnswerReport(context, question.asking(context, client, target, id: id)).run()
        }
        let place = MessagePlace(client: client, target: target)
        let act = try await acts.act(place)
        let factory = MessageFactory(
            target: target, firstID: id, replyTo: try await acts.replyTo(place), act: act)
        if question.isWaiting {
            let text = try await SendText(words: texts, allowsEmpty: allowEmpty).read()
            return try await question.follow(factory.make(text), context, client)
        }
        let report = SendReport(context: context, target: target, printed: printed, isLines: lines, act: act)
        let source: any AsyncSequence<[OutgoingMessage], any Error> & Sendable = try await messages(
            texts, factory, report)
        if queueing.queue {
            let sending = try QueuedSend(
                identity, client, environment: context.environment, patience: context.patience)
            return try await QueueReport(context).send(source, sending, report)
        }
        let pipeline = SendPipeline(client: client, patience: context.patience)
        do {
            try await Interruption.guarding { try await report.follow(pipeline, source) }
        } catch let error as SendPipeline.Unsettled {
            throw report.explain(error)
        }
        try await report.finish()
        context.noteNames([target.description])
    }

    private func messages(
        _ words: [String], _ factory: MessageFactory, _ report: SendReport
    ) async throws -> any AsyncSequence<[OutgoingMessage], any Error> & Sendable {
        if lines {
            guard words.isEmpty || words == ["-"] else {
                throw ChatError(.usage, "--lines reads standard input; leave out the text")
            }
            return MessageLines(reader: InputReader(), makeMessage: factory.make) { line, error in
                report.noteUnsendable(line, error)
            }
        }
        if acts.delete != nil {
            guard words.isEmpty else { throw ChatError(.usage, "--delete takes no text") }
            return SingleMessage(factory.make(""))
        }
        return SingleMessage(factory.make(try await SendText(words: words, allowsEmpty: allowEmpty).read()))
    }

    /// Runs a command and posts how it went.
    private func run(
        _ command: [String], _ target: Target, _ context: CommandContext, _ client: ChatClient
    ) async throws {
        guard !command.isEmpty else {
            throw ChatError(.usage, "--run needs a command", hint: "Write 'chatroom send ops --run -- make test'.")
        }
        let (output, errorOutput, diagnostics) = (Printer(), Printer(.standardError), context.diagnostics)
        let post: CommandRun.Post = { text, replyTo in
            try await context.deliver(
                MessageFactory(target: target, replyTo: replyTo).make(text), over: client,
                hint: "'chatroom history \(target)' shows whether it is there.")
        }
        let run = CommandRun(
            command: command, output: { try await output.write($0) }, errorOutput: { try await errorOutput.write($0) },
            note: { diagnostics.note($0) }, post: post)
        let status = try await run.run()
        if status != 0 { throw ExitNumber(number: status) }
    }
}
