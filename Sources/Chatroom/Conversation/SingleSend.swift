internal import ChatroomClient
internal import ChatroomCore
internal import Synchronization

/// Sends one message and waits until it is stored, however often the connection is lost.
struct SingleSend {
    let context: CommandContext
    /// The way to the server if there is one already.
    var client: ChatClient?
    /// What to do when the outcome is unknown, where that is not to give the message's id again.
    var hint: String?

    /// Sends a message.
    ///
    /// - Parameter message: The message.
    /// - Returns: Where and when it was stored.
    /// - Throws: `ChatError`: the refusal, or that whether it is stored is unknown.
    func deliver(_ message: OutgoingMessage) async throws -> Receipt {
        if let connection = try await context.standing?() {
            do throws(ChatError) {
                return try await connection.ask(message)
            } catch {
                guard error.isOutcomeUnknown else { throw error }
                throw explained(SendPipeline.Unsettled(reason: error, message: message.id))
            }
        }
        let outcome = Mutex<SendPipeline.Outcome?>(nil)
        do {
            let client = if let client { client } else { try await context.loggedInClient() }
            try await SendPipeline(client: client, patience: context.options.timeout ?? .seconds(60))
                .run(
                    SingleMessage(message), onStatus: { context.tell($0) },
                    report: { _, result in outcome.withLock { $0 = result } })
        } catch let error as SendPipeline.Unsettled {
            throw explained(error)
        }
        guard let outcome = outcome.withLock({ $0 }) else {
            throw ChatError(.internalError, "the message was not sent")
        }
        return try outcome.get()
    }

    private func explained(_ error: SendPipeline.Unsettled) -> ChatError {
        hint.map { error.explained(hint: $0) } ?? error.explained()
    }
}

/// One message, as a sequence of one batch.
struct SingleMessage: AsyncSequence, Sendable {
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
