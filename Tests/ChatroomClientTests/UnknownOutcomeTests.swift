import ChatroomClient
import ChatroomCore
import ChatroomTestSupport
import Testing

/// A message that was sent and not answered is never told as refused.
@Suite(.timeLimit(.minutes(1)))
struct UnknownOutcomeTests {
    static let codes: [ChatError.Code] = [
        .busy, .rateLimited, .notLoggedIn, .wrongCredentials, .notAllowed, .protocolMismatch, .protocolViolation,
        .internalError, .storageFull, .readOnly, .keyChanged,
    ]

    @Test(arguments: codes)
    func aLoginThatIsRefusedAfterALostAnswerIsNoRefusalOfTheMessage(code: ChatError.Code) async throws {
        try await ScriptedServer.with { connection, request in
            if request.isSend { return .hangUp }
            return connection > 1 && request.isLogin ? .refusal(ChatError(code, "no")) : nil
        } _: { server in
            let message = OutgoingMessage("once")
            let error = await #expect(throws: SendPipeline.Unsettled.self) {
                try await SendPipeline(client: server.client(), patience: .milliseconds(400))
                    .run(one(message), onStatus: { _ in }, report: { _, _ in })
            }
            let explained = try #require(error).explained()
            #expect(explained.isOutcomeUnknown)
            #expect(explained.message.contains("whether it is stored is unknown"))
            #expect(explained.hint?.contains("--id \(message.id)") == true)
            #expect(server.requests.count(where: \.isSend) == 1)
        }
    }

    @Test(arguments: codes)
    func aMessageThatIsRefusedAfterALostAnswerMayBeStored(code: ChatError.Code) async throws {
        try await ScriptedServer.with { connection, request in
            guard request.isSend else { return nil }
            return connection == 1 ? .hangUp : .refusal(ChatError(code, "no"))
        } _: { server in
            let outcomes = Shared<[SendPipeline.Outcome]>([])
            try await SendPipeline(client: server.client(), patience: .seconds(5))
                .run(one(OutgoingMessage("once")), onStatus: { _ in }) { _, outcome in
                    outcomes.update { $0.append(outcome) }
                }
            guard case .failure(let error) = outcomes.value.first else {
                Issue.record("no refusal")
                return
            }
            #expect(error.isOutcomeUnknown)
        }
    }

    @Test(arguments: codes)
    func aMessageThatIsRefusedAtOnceIsRefused(code: ChatError.Code) async throws {
        try await ScriptedServer.with { _, request in
            request.isSend ? .refusal(ChatError(code, "no")) : nil
        } _: { server in
            let outcomes = Shared<[SendPipeline.Outcome]>([])
            try await SendPipeline(client: server.client(), patience: .seconds(5))
                .run(one(OutgoingMessage("once")), onStatus: { _ in }) { _, outcome in
                    outcomes.update { $0.append(outcome) }
                }
            guard case .failure(let error) = outcomes.value.first else {
                Issue.record("no refusal")
                return
            }
            #expect(error.code == code)
        }
    }

    @Test(
        arguments: [
            .hangUp, .silence, .refusal(ChatError(.shuttingDown, "bye", retryAfter: .milliseconds(1))),
        ] as [ScriptedServer.Answer])
    func aServerThatTakesLoginsAndAnswersNothingElseIsGivenUp(answer: ScriptedServer.Answer) async throws {
        try await ScriptedServer.with { _, request in
            request.isSend ? answer : nil
        } _: { server in
            // The suite's time limit ends one that goes on for ever.
            _ = await #expect(throws: SendPipeline.Unsettled.self) {
                try await SendPipeline(
                    client: server.client(requestTimeout: .milliseconds(500)), patience: .milliseconds(1500)
                ).run(one(OutgoingMessage("once")), onStatus: { _ in }, report: { _, _ in })
            }
            #expect(server.connections < 10)
        }
    }

    private func one(_ message: OutgoingMessage) -> AsyncStream<[OutgoingMessage]> {
        AsyncStream { continuation in
            continuation.yield([message])
            continuation.finish()
        }
    }
}
