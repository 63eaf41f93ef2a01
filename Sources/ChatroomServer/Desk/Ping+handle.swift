internal import ChatroomWire

/// Says that the server is there, and whether it can store if that was asked.
extension Ping: Handled {
    static let rule = CallRule(phase: .always, isActivity: false)

    func handle(_ visit: inout Visit) async throws -> Outcome<Pong> {
        .answer(Pong(isReady: asksReadiness ? await visit.services.readiness.look() : nil))
    }
}
