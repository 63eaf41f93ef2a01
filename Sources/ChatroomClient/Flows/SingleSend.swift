public import ChatroomCore
internal import Synchronization

/// Sends one message and waits until it is stored, however often the connection is lost.
public struct SingleSend: Sendable {
    public let client: ChatClient
    /// How long to try without getting any further.
    public var patience: Duration = .seconds(60)
    /// What to do when the outcome is unknown, where that is not to give the message's id again.
    public var hint: String?

    /// Sets every part.
    public init(client: ChatClient, patience: Duration = .seconds(60), hint: String? = nil) {
        (self.client, self.patience, self.hint) = (client, patience, hint)
    }

    /// Sends a message.
    ///
    /// - Parameters:
    ///   - message: The message.
    ///   - tell: Told what becomes of the connection.
    /// - Returns: Where and when it was stored.
    /// - Throws: `ChatError`: the refusal, or that whether it is stored is unknown.
    public func deliver(_ message: OutgoingMessage, tell: (LineStatus) async throws -> Void) async throws -> Receipt {
        let outcome = Mutex<SendPipeline.Outcome?>(nil)
        do {
            try await SendPipeline(client: client, patience: patience)
                .run(
                    SingleMessage(message), onStatus: tell, report: { _, result in outcome.withLock { $0 = result } })
        } catch let error as SendPipeline.Unsettled {
            throw Self.explained(error, hint)
        }
        guard let outcome = outcome.withLock({ $0 }) else {
            throw ChatError(.internalError, "the message was not sent")
        }
        return try outcome.get()
    }

    /// Sends a message over a connection that there is, once.
    public static func deliver(_ message: OutgoingMessage, over connection: ChatConnection, hint: String?) async throws
        -> Receipt
    {
        do throws(ChatError) {
            return try await connection.ask(message)
        } catch {
            guard error.isOutcomeUnknown else { throw error }
            throw explained(SendPipeline.Unsettled(reason: error, message: message.id), hint)
        }
    }

    private static func explained(_ error: SendPipeline.Unsettled, _ hint: String?) -> ChatError {
        hint.map { error.explained(hint: $0) } ?? error.explained()
    }
}

/// One message, as a sequence of one batch.
public struct SingleMessage: AsyncSequence, Sendable {
    public let message: OutgoingMessage

    public init(_ message: OutgoingMessage) { self.message = message }

    public func makeAsyncIterator() -> Iterator { Iterator(message: message) }

    public struct Iterator: AsyncIteratorProtocol {
        public var message: OutgoingMessage?

        public mutating func next() async throws -> [OutgoingMessage]? {
            defer { message = nil }
            return message.map { [$0] }
        }
    }
}
