internal import ChatroomCore
internal import Logging

/// Where one peer's calls are taken, in order, whatever door it came through.
///
/// A desk belongs to one task.
struct Desk {
    private var visit: Visit

    init(services: Services, peer: any Peer) { visit = Visit(services: services, peer: peer) }

    /// Whether the peer failed to log in so often that it must go.
    var isExhausted: Bool { visit.session.isExhausted }

    /// Takes one call, and logs it with its result and how long it took.
    ///
    /// - Parameters:
    ///   - call: The call.
    ///   - request: By what number the peer knows it.
    /// - Returns: What is to be answered, unless that comes later.
    mutating func take<C: Handled>(_ call: C, as request: RequestID) async -> Outcome<C.Answer> {
        let started = ContinuousClock.now
        visit.request = request
        do {
            try visit.session.admit(C.rule)
            if C.rule.isActivity { visit.peer.noteActivity(at: visit.services.clock.now()) }
            let outcome = try await call.handle(&visit)
            log(call.verb, "ok", since: started)
            return outcome
        } catch {
            return .refused(
                refuse(ChatError(unexpected: error, verb: call.verb, visit.services.logger), call.verb, started))
        }
    }

    /// Takes what could not be read as a call.
    ///
    /// - Returns: What is to be answered.
    mutating func refuse(_ error: ChatError) -> ChatError { refuse(error, "unknown", .now) }

    /// Lets go of what the peer had open.
    mutating func close() async { await visit.closeFiles() }

    private mutating func refuse(_ error: ChatError, _ verb: String, _ started: ContinuousClock.Instant) -> ChatError {
        if error.code == .wrongCredentials { visit.session.noteFailedLogin() }
        log(verb, error.code.rawValue, since: started)
        return error
    }

    private func log(_ verb: String, _ result: String, since started: ContinuousClock.Instant) {
        visit.services.logger.debug(
            "request",
            metadata: [
                "verb": "\(verb)", "user": "\(visit.session.identity?.account.user.name.text ?? "-")",
                "result": "\(result)", "ms": "\(started.duration(to: .now).wholeMilliseconds)",
                "connection": "\(visit.peer.id)",
            ])
    }
}

extension ChatError {
    /// What a peer is told of an error: itself, or that something went wrong whose real text is a log line.
    init(unexpected error: any Error, verb: String, _ logger: Logger) {
        if let error = error as? ChatError {
            self = error
        } else {
            logger.error("a request failed", metadata: ["verb": "\(verb)", "error": "\(error)"])
            self.init(.internalError, "the server failed to do this", hint: "Its log has the details.")
        }
    }
}
