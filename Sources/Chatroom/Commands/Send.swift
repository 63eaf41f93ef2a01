internal import ArgumentParser
internal import ChatroomClient
internal import ChatroomCore

/// `chatroom send`: sends what is on the command line or on standard input.
struct Send: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Send a message; exits with 0 once it is stored and durable.",
        discussion: """
            Examples:
              chatroom send lobby build is green
              tail -F app.log | chatroom send @bob --lines
            """)

    @Argument(help: "A room, or @ and a user's name.")
    var to: String?

    @Argument(help: "The text; words are joined with spaces. Without any, or as '-', standard input is read.")
    var words: [String] = []

    @Flag(help: "Send each line of standard input as a message of its own.")
    var lines = false

    @Flag(help: "Send a message even if it is empty.")
    var allowEmpty = false

    @Option(help: "The message's id, to send it again without doubling it.", transform: { try MessageID($0) })
    var id: MessageID?

    @Option(name: .customLong("print"), help: "What to print of each stored message: id, seq or none.")
    var printed: SendReport.Printed = .none

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        guard let to else {
            throw ChatError(
                .usage, "send needs a room or @user",
                hint: "If you typed #room, the shell dropped it: write 'chatroom send ops hi'.")
        }
        let context = try CommandContext(options)
        let target = try Target(to)
        let factory = MessageFactory(target: target, firstID: id)
        let report = SendReport(context: context, target: target, printed: printed, isLines: lines)
        let pipeline = SendPipeline(
            client: try await context.loggedInClient(), patience: options.timeout ?? .seconds(60))
        let source: any AsyncSequence<[OutgoingMessage], any Error> & Sendable = try await messages(factory, report)
        do {
            try await Interruption.guarding { try await report.follow(pipeline, source) }
        } catch let error as SendPipeline.Unsettled {
            throw report.explain(error.reason)
        }
        try await report.finish()
    }

    private func messages(
        _ factory: MessageFactory, _ report: SendReport
    ) async throws -> any AsyncSequence<[OutgoingMessage], any Error> & Sendable {
        let reader = InputReader()
        if lines {
            guard words.isEmpty || words == ["-"] else {
                throw ChatError(.usage, "--lines reads standard input; leave the text away")
            }
            return MessageLines(reader: reader, makeMessage: factory.make) { line, error in
                report.noteUnsendable(line, error)
            }
        }
        if !words.isEmpty, words != ["-"] { return SingleMessage(factory.make(words.joined(separator: " "))) }
        if words.isEmpty, reader.isTerminal {
            throw ChatError(
                .usage, "no text given and standard input is a terminal",
                hint: "Pass the text or pipe it; '-' reads the terminal until Ctrl-D.")
        }
        let text = try await WholeInput.text(from: reader)
        guard !text.isEmpty || allowEmpty else {
            throw ChatError(
                .invalid, "standard input was empty, nothing sent", hint: "--allow-empty sends an empty message.")
        }
        return SingleMessage(factory.make(text))
    }
}

/// One message, as a sequence of one batch.
private struct SingleMessage: AsyncSequence, Sendable {
    let message: OutgoingMessage

    init(_ message: OutgoingMessage) { self.message = message }

    func makeAsyncIterator() -> Iterator { Iterator(message: message) }

    struct Iterator: AsyncIteratorProtocol {
        var message: OutgoingMessage?

        mutating func next() async throws -> [OutgoingMessage]? {
            defer { message = nil }
            return message.map { [$0] }
        }
    }
}
