public import ChatroomCore
internal import ChatroomWire
internal import Synchronization

/// Sends a message and waits for what is answered to it.
///
/// The question is in the log, so the one who asks may be killed and ask again under the same id: it is not asked
/// twice, and an answer that came meanwhile is there.
public struct Asking: Sendable {
    /// What happens on the way.
    public enum Notice: Sendable {
        /// What becomes of the connection.
        case line(LineStatus)
        /// The message is stored.
        case stored(Receipt)
        /// Nobody has answered yet.
        case waiting(until: Timestamp?)
        /// Something was said that is no answer.
        case said(Message, AnswerScan.Finding)
    }

    /// How it ended.
    public enum End: Sendable, Equatable {
        /// With this answer, which takes a choice if there are choices.
        case answered(Message, choice: Int?, after: Duration)
        /// The question was deleted.
        case deleted
        /// The time was over.
        case expired
    }

    public let client: ChatClient
    public let message: OutgoingMessage
    /// Whose answer alone counts.
    public let from: UserName?
    /// Whether agents and scripts may take a choice in a room.
    public var takesAnyKind = false
    /// How long to wait; `nil` for ever.
    public let limit: Duration?
    /// How long to try to send it.
    public let patience: Duration

    /// Sets every part.
    public init(
        client: ChatClient, message: OutgoingMessage, from: UserName?, takesAnyKind: Bool = false, limit: Duration?, patience: Duration
    ) {
        self.client = client
        self.message = message
        self.from = from
        self.takesAnyKind = takesAnyKind
        self.limit = limit
        self.patience = patience
    }

    /// What may be chosen.
    public var choices: [String] {
        if case .ask(let choices, _) = message.act { choices } else { [] }
    }

    /// Asks and waits.
    ///
    /// - Parameter tell: Told what happens.
    /// - Returns: How it ended.
    /// - Throws: `ChatError`: the refusal, or why it cannot go on; `CancellationError`.
    public func run(tell: @escaping @Sendable (Notice) -> Void) async throws -> End {
        // Whom nobody can be is not waited for.
        if let from { _ = try await client.withConnection { try await $0.ask(Who(target: .direct(from))) } }
        let receipt = try await ask(tell)
        tell(.stored(receipt))
        let deadline = limit.map { Timestamp(milliseconds: receipt.time.milliseconds &+ $0.wholeMilliseconds) }
        let question = try Question(choices: choices, deadline: deadline)
        var (position, now) = (receipt.seq, receipt.time)
        let asker = try await client.withReconnecting(
            patience: .zero, onStatus: { tell(.line($0)) }, { $0.user })
        guard let asker else { throw ChatError(.notLoggedIn, "not logged in to \(client.address)") }
        let watch = AnswerWatch(
            AnswerScan(
                seq: receipt.seq, asker: asker.name, target: message.target, question: question, from: from,
                takesAnyKind: takesAnyKind), asked: receipt.time)
        // What was answered while nobody waited.
        if receipt.isDuplicate {
            let (messages, time) = try await stored(after: receipt.seq)
            now = time
            for message in messages {
                position = message.seq
                if let end = watch.look(at: message, tell) { return end }
            }
        }
        let rest = deadline.map { Duration.milliseconds($0.milliseconds.subtracting(now.milliseconds)) }
        guard rest ?? .seconds(1) > .zero else { return .expired }
        tell(.waiting(until: deadline))
        return try await wait(from: position, for: rest, watch, tell)
    }

    private func ask(_ tell: @escaping @Sendable (Notice) -> Void) async throws -> Receipt {
        do {
            return try await SingleSend(client: client, patience: patience).deliver(message) { tell(.line($0)) }
        } catch let error as ChatError where error.code == .idReused {
            throw ChatError(
                .idReused, "another question was asked of \(message.target) under this --ask-id",
                hint: "Give this one a key of its own; the same text, choices and --timeout go on with the old one.")
        }
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
        from position: Message.Seq, for limit: Duration?, _ watch: AnswerWatch,
        _ tell: @escaping @Sendable (Notice) -> Void
    ) async throws -> End {
        let follow = Follow(target: message.target, start: .after(position))
        _ = try await within(limit) { [client] in
            try await LogFollower(client: client, scope: .conversations([follow])).run(
                onStatus: { tell(.line($0)) }, onFollowing: {},
                take: { watch.look(at: $0.message, tell) == nil ? .next : .stop })
        }
        if let end = watch.end { return end }
        // An answer may have been stored in time that did not arrive in time.
        for message in try await stored(after: max(position, watch.seen)).0 {
            if case .answered(let message, let choice, let time)? = watch.look(at: message, { _ in }) {
                return .answered(message, choice: choice, after: time)
            }
        }
        return .expired
    }
}

/// Looks at what is said after a question until that has an end.
private final class AnswerWatch: Sendable {
    private let state: Mutex<(scan: AnswerScan, end: Asking.End?, seen: Message.Seq)>
    private let asked: Timestamp

    init(_ scan: AnswerScan, asked: Timestamp) {
        state = Mutex((scan, nil, 0))
        self.asked = asked
    }

    /// The last message that was looked at.
    var seen: Message.Seq { state.withLock { $0.seen } }

    /// How it ended, if it has.
    var end: Asking.End? { state.withLock { $0.end } }

    /// Looks at the next message, and tells of what is no answer.
    func look(at message: Message, _ tell: (Asking.Notice) -> Void) -> Asking.End? {
        let finding = state.withLock { state in
            state.seen = message.seq
            return state.scan.look(at: message)
        }
        let end: Asking.End
        switch finding {
        case .unrelated: return nil
        case .answer(let choice):
            let time = max(0, message.time.milliseconds.subtracting(asked.milliseconds))
            end = .answered(message, choice: choice, after: .milliseconds(time))
        case .deleted: end = .deleted
        case .besides, .late, .noChoice, .uncounted:
            tell(.said(message, finding))
            return nil
        }
        state.withLock { $0.end = end }
        return end
    }
}

extension Int64 {
    /// A difference that is as large as it can be where it would be larger: a server may tell any time.
    fileprivate func subtracting(_ other: Int64) -> Int64 {
        let (difference, isOverflow) = subtractingReportingOverflow(other)
        return isOverflow ? (other < 0 ? .max : .min) : difference
    }
}
