internal import ChatroomClient
internal import ChatroomCore
internal import ChatroomTerminal
internal import Synchronization

/// Tells a person what happens while a question waits, and prints its answer.
final class AnswerReport: Sendable {
    private let context: CommandContext
    private let asking: Asking
    private let state = Mutex(State())

    private struct State {
        /// How many messages were told of that do not count.
        var told = 0
        /// What became of the question.
        var receipt: Receipt?
    }

    /// How many messages that do not count are told of, and how much of each.
    private static let told = (count: 20, characters: 200)

    init(_ context: CommandContext, _ asking: Asking) {
        self.context = context
        self.asking = asking
    }

    /// Asks, waits, and prints the answer.
    ///
    /// - Throws: ``ExitNumber`` for another choice than the first, `ChatError` with code `waited-in-vain` when there is
    ///   no answer in time.
    func run() async throws {
        let end: Asking.End
        do {
            end = try await Interruption.guarding { [self] in try await asking.run { self.tell($0) } }
        } catch let error as ChatError where error.code == .interrupted && state.withLock({ $0.receipt != nil }) {
            throw ChatError(
                .interrupted, "interrupted; what was sent to \(asking.message.target) stands",
                hint: "--ask-id goes on waiting for the same question.")
        }
        switch end {
        case .answered(let message, let choice, let time): try await finish(message, choice, after: time)
        case .deleted: throw ChatError(.waitedInVain, "the question was deleted")
        case .expired:
            let time = asking.limit.map { " within \(DurationText.text($0))" } ?? ""
            throw ChatError(.waitedInVain, "no answer from \(whom)\(time)")
        }
    }

    private var whom: String { asking.from.map { "@\($0)" } ?? asking.message.target.description }

    private func tell(_ notice: Asking.Notice) {
        switch notice {
        case .line(let status): context.tell(status)
        case .stored(let receipt): state.withLock { $0.receipt = receipt }
        case .waiting(let deadline):
            let isOffline = state.withLock { $0.receipt?.isRecipientOffline ?? false }
            if isOffline { context.diagnostics.note("stored; \(asking.message.target) is offline") }
            let until = deadline.map { " until \(TimeText.clock($0, in: .local))" } ?? ""
            context.diagnostics.aside("waiting for \(whom)\(until); Ctrl-C ends the waiting")
        case .said(let message, let finding): tell(of: message, reason(finding, message))
        }
    }

    /// Why something that was said is no answer; `nil` when it was not meant as one.
    private func reason(_ finding: AnswerScan.Finding, _ message: Message) -> String? {
        switch finding {
        case .unrelated, .besides, .answer, .deleted: return nil
        case .late: return "late, at \(TimeText.clock(message.time, in: .local)), so it does not count"
        case .noChoice: return "none of \(asking.choices.joined(separator: ", "))"
        case .uncounted(.own): return "your own, so it does not count"
        case .uncounted(.edit): return "an edit, so it does not count; a new reply does"
        case .uncounted(.sender(let from)): return "not from @\(from), so it does not count"
        case .uncounted(.kind(let kind)):
            let whose = kind == .agent ? "an agent's" : "a \(kind.rawValue)'s"
            return "\(whose), so it does not count; --any-kind counts it"
        }
    }

    private func tell(of message: Message, _ why: String?) {
        let number = state.withLock { state in
            state.told += 1
            return state.told
        }
        guard number <= Self.told.count else {
            if number == Self.told.count + 1 { context.diagnostics.note("more that was said is not shown") }
            return
        }
        let text = message.body.prefix(Self.told.characters)
        let rest = text.endIndex < message.body.endIndex ? "..." : ""
        context.diagnostics.note("@\(message.sender): \(text)\(rest)\(why.map { " (\($0))" } ?? "")")
    }

    private func finish(_ message: Message, _ choice: Int?, after time: Duration) async throws {
        let text = choice.map { asking.choices[$0] } ?? message.body
        context.diagnostics.aside("@\(message.sender): \(text) (after \(DurationText.text(time)))")
        var bytes: [UInt8] = []
        if context.options.json {
            MessageJSON.append(message, in: asking.message.target, to: &bytes)
        } else {
            let output = OutputDescriptor.standardOutput
            bytes = Array("\(output.isTerminal ? TerminalText.lines(text) : text)\n".utf8)
            if output.isTerminal { bytes = LineWrap.wrapped(bytes, columns: output.columns ?? 80) }
        }
        try await Printer().write(bytes)
        if let choice, let number = ExitStatus.number(ofChoice: choice), number != 0 {
            throw ExitNumber(number: number)
        }
    }
}
