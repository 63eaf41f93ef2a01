public import ChatroomCore
internal import ChatroomWire
internal import NIOCore
internal import NIOPosix

/// Sends many messages in order, a window of them at a time, and tells of each whether it was stored.
///
/// What was not answered when a connection ended is sent again on the next one, in order and under the same ids, so
/// nothing is lost, doubled or reordered however often that happens. What comes too fast for the server is sent again
/// when it said.
public struct SendPipeline: Sendable {
    /// How many messages may be unanswered at a time.
    public static let window = 256

    /// It ended while messages that were sent are unanswered: each of them is stored or not.
    public struct Unsettled: Error {
        /// Why there is no answer.
        public let reason: ChatError
        /// The first message without an answer; sent again under this id it is stored once.
        public let message: MessageID

        /// Makes one.
        public init(reason: ChatError, message: MessageID) {
            self.reason = reason
            self.message = message
        }

        /// What to tell a person: never that it was refused, because it may be stored.
        ///
        /// - Parameters:
        ///   - known: What is known.
        ///   - hint: What to do; when left out, how to send one message again so that it is stored once.
        /// - Returns: An error whose code says that the outcome is unknown.
        public func explained(
            _ known: String = "whether it is stored is unknown", hint: String? = nil
        ) -> ChatError {
            let hint = hint ?? "Its id is \(message): the same command with --id \(message) stores it once."
            let code = reason.isOutcomeUnknown ? reason.code : .timedOut
            let hints: [String] = [hint, reason.hint.map { $0.hasSuffix(".") ? $0 : "\($0)." }].compactMap(\.self)
            return ChatError(
                code, "\(reason.message); \(known)", hint: hints.isEmpty ? nil : hints.joined(separator: " "),
                retryAfter: reason.retryAfter)
        }
    }

    /// A message was sent too fast, and it and those behind it are to be sent again later.
    private struct TooFast: Error {
        let reason: ChatError
        let wait: Duration
    }

    /// What became of one message.
    public typealias Outcome = Result<Receipt, ChatError>

    private let client: ChatClient
    private let patience: Duration

    /// Makes a pipeline.
    ///
    /// - Parameters:
    ///   - client: The way to the server.
    ///   - patience: How long to go on trying when the connection was lost, or to wait when the server says that
    ///     messages come too fast.
    public init(client: ChatClient, patience: Duration) {
        self.client = client
        self.patience = patience
    }

    /// Sends every message of a sequence of batches.
    ///
    /// A batch is answered whole before the next is asked for, so a slow source's messages are settled as they come.
    ///
    /// - Parameters:
    ///   - batches: The messages; none larger than the server's limit, or it is refused.
    ///   - onStatus: Told what becomes of the connection.
    ///   - report: Told the outcome of each message, in order.
    /// - Throws: ``Unsettled`` when messages were sent and there is no answer to them to be had, ``ChatError`` when
    ///   nothing is unanswered, and what the sequence and the closures throw.
    public func run<Batches: AsyncSequence>(
        _ batches: Batches, onStatus: (LineStatus) async throws -> Void,
        report: (OutgoingMessage, Outcome) async throws -> Void
    ) async throws where Batches.Element == [OutgoingMessage] {
        var source = batches.makeAsyncIterator()
        var unanswered: ArraySlice<OutgoingMessage> = []
        // Whether what is left was sent over a connection that ended before its answers, and so may be stored.
        var isSent = false
        // Whatever the one who is told fails with is not about the messages.
        var isReporting = false
        var unsure: Set<MessageID> = []
        do {
            try await client.withReconnecting(patience: patience, onStatus: onStatus) { connection in
                repeat {
                    unsure = isSent ? Set(unanswered.map(\.id)) : []
                    isSent = !unanswered.isEmpty
                    try await deliver(&unanswered, on: connection, onStatus: onStatus) { message, outcome in
                        var outcome = outcome
                        if case .failure(let error) = outcome, unsure.contains(message.id), !error.isOfContent {
                            // It may have been stored before the rights or the limits were looked at again.
                            outcome = .failure(Unsettled(reason: error, message: message.id).explained())
                        }
                        isReporting = true
                        try await report(message, outcome)
                        isReporting = false
                    }
                    isSent = false
                    unanswered = try await source.next().map { $0[...] } ?? []
                } while !unanswered.isEmpty
            }
        } catch let error as ChatError where isSent && !isReporting {
            guard let first = unanswered.first else { throw error }
            throw Unsettled(reason: error, message: first.id)
        }
    }

    /// Sends messages over one connection, and waits as often as the server says that they come too fast.
    private func deliver(
        _ unanswered: inout ArraySlice<OutgoingMessage>, on connection: ChatConnection,
        onStatus: (LineStatus) async throws -> Void, report: (OutgoingMessage, Outcome) async throws -> Void
    ) async throws {
        var began: (count: Int, at: ContinuousClock.Instant)?
        var mayWait = true
        while !unanswered.isEmpty {
            do {
                try await Self.deliver(&unanswered, on: connection, waits: mayWait, report: report)
            } catch let pause as TooFast {
                // The time counts anew with each message that got through.
                if began?.count != unanswered.count { began = (unanswered.count, .now) }
                mayWait = (began?.at.duration(to: .now) ?? .zero) + pause.wait <= patience
                guard mayWait else { continue }
                try await onStatus(.tooFast(pause.reason, retryIn: pause.wait))
                try await ContinuousClock().sleep(for: pause.wait)
            }
        }
    }

    /// Sends messages over one connection, and removes each from the list as its outcome is reported.
    ///
    /// Half a window is under way while the other half is answered, so the server always has something to store.
    ///
    /// - Parameters:
    ///   - unanswered: The messages; those that are left when it throws must be sent again.
    ///   - connection: The connection.
    ///   - report: Told the outcome of each message, in order.
    /// - Throws: ``ChatError`` when the outcome of the first that is left is not known, and what the closure throws.
    public static func deliver(
        _ unanswered: inout ArraySlice<OutgoingMessage>, on connection: ChatConnection,
        report: (OutgoingMessage, Outcome) async throws -> Void
    ) async throws {
        try await deliver(&unanswered, on: connection, waits: false, report: report)
    }

    private static func deliver(
        _ unanswered: inout ArraySlice<OutgoingMessage>, on connection: ChatConnection, waits: Bool,
        report: (OutgoingMessage, Outcome) async throws -> Void
    ) async throws {
        let loop = MultiThreadedEventLoopGroup.singleton.any()
        var groups: [EventLoopFuture<[Result<Receipt, any Error>]>] = []
        var started = 0
        while !unanswered.isEmpty {
            while groups.count < 2, started < unanswered.count {
                let next = unanswered.dropFirst(started).prefix(window / 2)
                started += next.count
                let replies = next.map { start($0, on: connection, loop) }
                connection.flush()
                groups.append(EventLoopFuture.whenAllComplete(replies, on: loop))
            }
            for result in try await groups.removeFirst().get() {
                let outcome = try outcome(of: result)
                // Those behind it that were stored all the same are answered again.
                if waits, case .failure(let error) = outcome, error.code == .rateLimited, let wait = error.retryAfter {
                    throw TooFast(reason: error, wait: wait)
                }
                let message = unanswered.removeFirst()
                started -= 1
                try await report(message, outcome)
            }
        }
    }

    private static func start(
        _ message: OutgoingMessage, on connection: ChatConnection, _ loop: any EventLoop
    ) -> EventLoopFuture<Receipt> {
        let size = message.body.utf8.count
        guard size > connection.welcome.bodyLimit else { return connection.start(message) }
        // A frame that is far too large would cost the connection; the refusal is the same.
        return loop.makeFailedFuture(ChatError.bodyTooLarge(size, limit: connection.welcome.bodyLimit))
    }

    /// What became of a message.
    ///
    /// - Throws: ``ChatError`` when that is not known; the message must be sent again.
    private static func outcome(of result: Result<Receipt, any Error>) throws(ChatError) -> Outcome {
        switch result {
        case .success(let receipt): return .success(receipt)
        case .failure(let failure):
            let error = ChatError(reply: failure)
            if error.isOutcomeUnknown { throw error }
            return .failure(error)
        }
    }
}

extension ChatError {
    /// Whether a send that failed with this error may have been stored all the same.
    public var isOutcomeUnknown: Bool { isTransient && code != .busy || code == .storage }

    /// Whether a message is refused for what it is, so that the same refusal would have met it before.
    fileprivate var isOfContent: Bool { [.invalid, .tooLarge, .idReused].contains(code) }
}
