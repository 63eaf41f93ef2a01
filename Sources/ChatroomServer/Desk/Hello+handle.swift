internal import ChatroomCore
internal import ChatroomWire

/// Agrees on a version of the protocol.
extension Hello: Handled {
    static let rule = CallRule(phase: .beforeGreeting, isActivity: false)

    func handle(_ visit: inout Visit) throws(ChatError) -> Outcome<Welcome> {
        guard versions.contains(Frame.version) else {
            throw ChatError(
                .protocolMismatch, "this server speaks version \(Frame.version) of the protocol",
                hint: "Use a client of the same release.")
        }
        visit.session.greet()
        let services = visit.services
        return .answer(
            Welcome(
                version: Frame.version, server: services.configuration.product,
                bodyLimit: services.configuration.limits.bodyBytes, time: services.clock.now(),
                firstAccount: services.firstAccount.place(for: visit.peer.origin)))
    }
}
