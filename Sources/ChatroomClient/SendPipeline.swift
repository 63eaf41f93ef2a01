public import ChatroomCore
internal import NIOCore
internal import NIOPosix

/// Sends many messages in order, a window of them at a time, and tells of each whether it was stored.
///
/// What was not answered when a connection ended is sent again on the next one, in order and under the same ids, so
/// nothing is lost, doubled or reordered however often that happens.
public struct SendPipeline: Sendable {
    /// How many messages may be unanswered at a time.
    public static let window = 256

    /// What became of one message.
    public typealias Outcome = Result<Receipt, ChatError>

    private let client: ChatClient
    private let patience: Duration

    /// Makes a pipeline.
    ///
    /// - Parameters:
    ///   - client: The way to the server.
    ///   - patience: How long to go on trying when the connection was lost.
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
    /// - Throws: ``ChatError`` when the connection cannot be had again in time: the messages that were not reported are
    ///   then stored or not, which is unknown. Also what the sequence and the closures throw.
    public func run<Batches: AsyncSequence>(
        _ batches: Batches, onStatus: (ChatClient.Status) async throws -> Void,
        report: (OutgoingMessage, Outcome) async throws -> Void
    ) async throws where Batches.Element == [OutgoingMessage] {
        var source = batches.makeAsyncIterator()
        var unanswered: ArraySlice<OutgoingMessage> = []
        try await client.withReconnecting(patience: patience, onStatus: onStatus) { connection in
            repeat {
                while !unanswered.isEmpty {
                    let group = unanswered.prefix(Self.window)
                    for (message, outcome) in try await Self.exchange(group, on: connection) {
                        unanswered.removeFirst()
                        try await report(message, outcome)
                    }
                }
                unanswered = try await source.next().map { $0[...] } ?? []
            } while !unanswered.isEmpty
        }
    }

    /// Sends a group of messages and waits for the answers.
    ///
    /// - Returns: The outcomes, up to the first message whose outcome is not known.
    /// - Throws: When not even the first message's outcome is known.
    private static func exchange(
        _ messages: ArraySlice<OutgoingMessage>, on connection: ChatConnection
    ) async throws -> [(OutgoingMessage, Outcome)] {
        let loop = MultiThreadedEventLoopGroup.singleton.any()
        let replies = messages.map { message in
            let size = message.body.utf8.count
            guard size > connection.welcome.bodyLimit else { return connection.start(.send(message)) }
            // A frame that is far too large would cost the connection; the refusal is the same.
            return loop.makeFailedFuture(ChatError.bodyTooLarge(size, limit: connection.welcome.bodyLimit))
        }
        connection.flush()
        let results = try await EventLoopFuture.whenAllComplete(replies, on: loop).get()
        var outcomes: [(OutgoingMessage, Outcome)] = []
        for (message, result) in zip(messages, results) {
            switch result {
            case .success(.sent(let receipt)): outcomes.append((message, .success(receipt)))
            case .success: throw ChatConnection.unexpected
            case .failure(let failure):
                let error = ChatError(reply: failure)
                guard error.isOutcomeUnknown else {
                    outcomes.append((message, .failure(error)))
                    continue
                }
                if outcomes.isEmpty { throw error }
                return outcomes
            }
        }
        return outcomes
    }
}

extension ChatError {
    /// Whether a send that failed with this error may have been stored all the same.
    public var isOutcomeUnknown: Bool { isTransient && code != .busy || code == .storage }
}
