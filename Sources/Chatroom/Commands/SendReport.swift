internal import ArgumentParser
internal import ChatroomClient
internal import ChatroomCore
internal import ChatroomTerminal
internal import Synchronization

/// Tells what became of the messages that `send` sent: on standard output what was asked for, on standard error what
/// went wrong, and to the shell the first failure's exit status.
final class SendReport: Sendable {
    /// What to print of each stored message.
    enum Printed: String, CaseIterable, ExpressibleByArgument {
        case id, seq, none
    }

    private struct State {
        /// The numbers of lines that never became messages, which the outcomes' numbers skip.
        var unsendable: Set<Int> = []
        var line = 0
        var stored = 0
        var failed = 0
        var lastSeq: Message.Seq?
        var isRecipientOffline = false
        var failure: ChatError?
        /// Whether any of those that failed may be stored all the same.
        var isUnsure = false

        /// Counts the next message; returns the number of its line.
        mutating func advance() -> Int {
            repeat { line += 1 } while unsendable.remove(line) != nil
            return line
        }
    }

    private let context: CommandContext
    private let target: Target
    private let printed: Printed
    private let isLines: Bool
    /// What a message does, as its sender is told of it.
    private let done: String
    private let printer = Printer()
    private let state = Mutex(State())

    init(
        context: CommandContext, target: Target, printed: Printed, isLines: Bool, act: OutgoingMessage.Act = .post
    ) {
        done =
            switch act {
            case .edit(let seq): "edited #\(seq) in"
            case .delete(let seq): "deleted #\(seq) in"
            default: "sent to"
            }
        self.context = context
        self.target = target
        self.printed = printed
        self.isLines = isLines
    }

    /// Runs a pipeline to its end.
    func follow(
        _ pipeline: SendPipeline, _ source: some AsyncSequence<[OutgoingMessage], any Error>
    ) async throws {
        try await pipeline.run(
            source, onStatus: { context.tell($0) },
            report: { message, outcome in try await note(message, outcome) })
    }

    /// Notes a line that cannot be a message.
    func noteUnsendable(_ line: Int, _ error: ChatError) {
        state.withLock { state in
            state.unsendable.insert(line)
            state.failed += 1
            if state.failure == nil { state.failure = error }
        }
        context.diagnostics.note("line \(line): \(error.message), not sent")
    }

    /// Ends the report.
    ///
    /// - Throws: The first failure; with many lines, as part of a summary.
    func finish() async throws {
        let state = state.withLock { $0 }
        guard let failure = state.failure else {
            if state.isRecipientOffline, !isLines {
                context.diagnostics.note("stored; \(target) is offline")
            } else if state.stored == 1, let seq = state.lastSeq {
                context.diagnostics.aside("\(done) \(target) (#\(seq))")
            } else if isLines {
                context.diagnostics.aside("sent \(state.stored) lines to \(target)")
            }
            return
        }
        guard isLines else { throw failure }
        throw ChatError(
            failure.code,
            "\(state.failed) of \(state.failed + state.stored) lines were not stored\(state.isUnsure ? ", or may be" : "")",
            hint: "The first: \(failure.message).")
    }

    /// Ends the report of what is left in the queue.
    ///
    /// - Parameters:
    ///   - messages: What is left.
    ///   - reason: Why it could not be sent.
    /// - Throws: As ``finish()`` when others failed.
    func finish(queued messages: [OutgoingMessage], _ reason: ChatError) async throws {
        let what = isLines ? "\(messages.count) \(messages.count == 1 ? "line is" : "lines are") queued" : "queued"
        context.diagnostics.note(
            "\(what): \(reason.message); sent with the next 'chatroom send', or by 'chatroom send --flush'")
        for message in messages { try await printQueued(message) }
        if state.withLock({ $0.failed > 0 }) { try await finish() }
    }

    /// Says what is known when there is no answer to be had.
    func explain(_ error: SendPipeline.Unsettled) -> ChatError {
        guard isLines else { return error.explained() }
        let state = state.withLock { $0 }
        return error.explained(
            "\(state.stored) lines are stored, whether more are is unknown",
            hint: "'chatroom history \(target)' shows how far they came.")
    }

    /// Notes what became of a message.
    func note(_ message: OutgoingMessage, _ outcome: SendPipeline.Outcome) async throws {
        switch outcome {
        case .success(let receipt):
            let stored = state.withLock { state in
                _ = state.advance()
                state.stored += 1
                state.lastSeq = receipt.seq
                state.isRecipientOffline = receipt.isRecipientOffline
                return state.stored
            }
            do {
                try await print(message, receipt)
            } catch let error as ChatError {
                // Whoever takes this for a failure to send would send it again.
                let known = isLines ? "at least \(stored) lines are stored" : "the message is stored (#\(receipt.seq))"
                throw ChatError(error.code, "\(error.message); \(known)")
            }
        case .failure(let error):
            let line = state.withLock { state in
                state.failed += 1
                if state.failure == nil { state.failure = error }
                if error.isOutcomeUnknown { state.isUnsure = true }
                return state.advance()
            }
            guard isLines else { return }
            let outcome = error.isOutcomeUnknown ? "" : ", not stored"
            context.diagnostics.note("line \(line): \(error.message)\(outcome)")
        }
    }

    private func printQueued(_ message: OutgoingMessage) async throws {
        if context.options.json {
            try await printer.write(
                JSONObject.line {
                    $0.set("v", 1)
                    $0.set("type", "queued")
                    $0.set("id", message.id.description)
                    $0.set("conversation", target.description)
                })
        } else if printed == .id {
            try await printer.line(message.id.description)
        }
    }

    private func print(_ message: OutgoingMessage, _ receipt: Receipt) async throws {
        if context.options.json {
            try await printer.write(
                JSONObject.line {
                    $0.set("v", 1)
                    $0.set("type", "sent")
                    $0.set("id", message.id.description)
                    $0.set("seq", receipt.seq)
                    $0.set("time", RFC3339.text(receipt.time))
                    $0.set("conversation", target.description)
                    $0.set("duplicate", receipt.isDuplicate)
                })
            return
        }
        switch printed {
        case .id: try await printer.line(message.id.description)
        case .seq: try await printer.line("\(receipt.seq)")
        case .none: break
        }
    }
}
