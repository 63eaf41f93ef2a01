internal import ChatroomClient
internal import ChatroomCore
internal import ChatroomWire
internal import Synchronization

/// Sends a message and waits for what is answered to it.
///
/// The question is in the log, so the one who asks may be killed and ask again under the same id: it is not asked
/// twice, and an answer that came meanwhile is there.
struct Asking {
    let context: CommandContext
    let client: ChatClient
    let message: OutgoingMessage
    /// Whose answer alone counts.
    let from: UserName?
    /// Whether agents and scripts may take a choice in a room.
    var takesAnyKind = false
    /// How long to wait; `nil` for ever.
    let limit: Duration?

    /// How many messages that do not count are told of, and how much of each.
    private static let told = (count: 20, characters: 200)

    private var choices: [String] {
        if case .ask(let choices, _) = message.act { choices } else { [] }
    }

    /// Asks, waits, and prints the answer.
    ///
    /// - Throws: ``ExitNumber`` for another choice than the first, `ChatError` with code `waited-in-vain` when there is
    ///   no answer in time.
    func run() async throws {
        // Whom nobody can be is not waited for.
        if let from {
            _ = try await client.withConnection { try await $0.ask(ChatroomWire.Who(target: .direct(from))) }
        }
        let receipt = try await ask()
        let deadline = limit.map { Timestamp(milliseconds: receipt.time.milliseconds &+ $0.wholeMilliseconds) }
        let question = try Question(choices: choices, deadline: deadline)
        var (position, now) = (receipt.seq, receipt.time)
        let asker = try await context.user(client)
        let box = AnswerBox(
            AnswerScan(
                seq: receipt.seq, asker: asker, target: message.target, question: question, from: from,
                takesAnyKind: takesAnyKind))
        // What was answered while nobody waited.
        if receipt.isDuplicate {
            let (pages, time) = try await stored(after: receipt.seq)
            now = time
            for message in pages {
                position = message.seq
                if let answer = try note(message, box.look(at: message), box) {
                    return try await finish(answer, since: receipt.time)
                }
            }
        }
        let rest = deadline.map { Duration.milliseconds($0.milliseconds.subtracting(now.milliseconds)) }
        guard rest ?? .seconds(1) > .zero else { throw vain }
        if receipt.isRecipientOffline { context.diagnostics.note("stored; \(message.target) is offline") }
        tellWaiting(until: deadline)
        let answer = try await wait(from: position, for: rest, box)
        try await finish(answer, since: receipt.time)
    }

    private func ask() async throws -> Receipt {
        do {
            return try await SingleSend(context: context, client: client).deliver(message)
        } catch let error as ChatError where error.code == .idReused {
            throw ChatError(
                .idReused, "another question was asked of \(message.target) under this --ask-id",
                hint: "Give this one a key of its own; the same text, choices and --timeout go on with the old one.")
        }
    }

    private struct Answer: Sendable {
        let message: Message
        let choice: Int?
    }

    /// Reads what is stored already, and the server's clock.
    private func stored(after seq: Message.Seq) async throws -> ([Message], Timestamp) {
        let target = message.target
        return try await client.withConnection { connection in
            var query = HistoryQuery(target: target, after: seq)
            query.isUnfolded = true
            var messages: [Message] = []
            while true {
                let page = try await connection.ask(query)
                messages += page.messages
                query.after = page.messages.last?.seq ?? query.after
                if !page.hasMore { return (messages, connection.welcome.time) }
            }
        }
    }

    private func wait(
        from position: Message.Seq, for limit: Duration?, _ box: AnswerBox
    ) async throws -> Answer {
        let follow = Follow(target: message.target, start: .after(position))
        do {
            try await Interruption.guarding(for: limit) {
                try await LogFollower(client: client, scope: .conversations([follow])).run(
                    onStatus: { context.tell($0) }, onFollowing: {},
                    take: { delivery in
                        let finding = box.look(at: delivery.message)
                        guard let answer = try note(delivery.message, finding, box) else { return .next }
                        box.set(answer)
                        return .stop
                    })
            }
        } catch let error as ChatError where error.code == .waitedInVain {
            if let answer = try await lastLook(box, after: position) { return answer }
            throw vain
        } catch let error as ChatError where error.code == .interrupted {
            throw ChatError(
                .interrupted, "interrupted; what was sent to \(message.target) stands",
                hint: "--ask-id goes on waiting for the same question.")
        }
        guard let answer = box.answer else { throw vain }
        return answer
    }

    /// Looks once more for an answer that was stored in time and did not arrive in time.
    private func lastLook(_ box: AnswerBox, after position: Message.Seq) async throws -> Answer? {
        if let answer = box.answer { return answer }
        for message in try await stored(after: max(position, box.seen)).0 {
            if case .answer(let choice) = box.look(at: message) { return Answer(message: message, choice: choice) }
        }
        return nil
    }

    /// Carries the scan and the answer out of the closures.
    private final class AnswerBox: Sendable {
        private let state: Mutex<(scan: AnswerScan, answer: Answer?, seen: Message.Seq, told: Int)>

        init(_ scan: AnswerScan) { state = Mutex((scan, nil, 0, 0)) }

        /// The last message that was looked at.
        var seen: Message.Seq { state.withLock { $0.seen } }

        var answer: Answer? { state.withLock { $0.answer } }

        func look(at message: Message) -> AnswerScan.Finding {
            state.withLock { state in
                state.seen = message.seq
                return state.scan.look(at: message)
            }
        }

        func set(_ answer: Answer) { state.withLock { $0.answer = answer } }

        /// Counts the answers that do not count.
        func nextUncounted() -> Int {
            state.withLock { state in
                state.told += 1
                return state.told
            }
        }
    }

    /// Tells of what is no answer, whether it was meant as one or not.
    private func note(
        _ message: Message, _ finding: AnswerScan.Finding, _ box: AnswerBox
    ) throws(ChatError) -> Answer? {
        switch finding {
        case .unrelated: return nil
        case .besides: tell(of: message, nil, box)
        case .answer(let choice): return Answer(message: message, choice: choice)
        case .deleted: throw ChatError(.waitedInVain, "the question was deleted")
        case .late:
            let time = TimeText.clock(message.time, in: .local)
            tell(of: message, "late, at \(time), so it does not count", box)
        case .noChoice: tell(of: message, "none of \(choices.joined(separator: ", "))", box)
        case .uncounted(.own): tell(of: message, "your own, so it does not count", box)
        case .uncounted(.edit): tell(of: message, "an edit, so it does not count; a new reply does", box)
        case .uncounted(.sender(let from)): tell(of: message, "not from @\(from), so it does not count", box)
        case .uncounted(.kind(let kind)):
            let whose = kind == .agent ? "an agent's" : "a \(kind.rawValue)'s"
            tell(of: message, "\(whose), so it does not count; --any-kind counts it", box)
        }
        return nil
    }

    private func tell(of message: Message, _ why: String?, _ box: AnswerBox) {
        let number = box.nextUncounted()
        guard number <= Self.told.count else {
            if number == Self.told.count + 1 { context.diagnostics.note("more that was said is not shown") }
            return
        }
        let text = message.body.prefix(Self.told.characters)
        let rest = text.endIndex < message.body.endIndex ? "..." : ""
        context.diagnostics.note("@\(message.sender): \(text)\(rest)\(why.map { " (\($0))" } ?? "")")
    }

    private func finish(_ answer: Answer, since asked: Timestamp) async throws {
        let message = answer.message
        let text = answer.choice.map { choices[$0] } ?? message.body
        let time = Duration.milliseconds(max(0, message.time.milliseconds.subtracting(asked.milliseconds)))
        context.diagnostics.aside("@\(message.sender): \(text) (after \(DurationText.text(time)))")
        var bytes: [UInt8] = []
        if context.options.json {
            JSONFormat.append(message, in: self.message.target, to: &bytes)
        } else {
            let output = OutputDescriptor.standardOutput
            bytes = Array("\(output.isTerminal ? TerminalText.lines(text) : text)\n".utf8)
            if output.isTerminal { bytes = LineWrap.wrapped(bytes, columns: output.columns ?? 80) }
        }
        try await Printer().write(bytes)
        if let choice = answer.choice, let number = ExitStatus.number(ofChoice: choice), number != 0 {
            throw ExitNumber(number: number)
        }
    }

    private func tellWaiting(until deadline: Timestamp?) {
        let whom = from.map { "@\($0)" } ?? message.target.description
        let until = deadline.map { " until \(TimeText.clock($0, in: .local))" } ?? ""
        context.diagnostics.aside("waiting for \(whom)\(until); Ctrl-C ends the waiting")
    }

    private var vain: ChatError {
        let whom = from.map { "@\($0)" } ?? message.target.description
        let time = limit.map { " within \(DurationText.text($0))" } ?? ""
        return ChatError(.waitedInVain, "no answer from \(whom)\(time)")
    }
}

extension Int64 {
    /// A difference that is as large as it can be where it would be larger: a server may tell any time.
    fileprivate func subtracting(_ other: Int64) -> Int64 {
        let (difference, isOverflow) = subtractingReportingOverflow(other)
        return isOverflow ? (other < 0 ? .max : .min) : difference
    }
}
