internal import ChatroomCore
internal import ChatroomWire

/// Answers `hello`: agrees on a version of the protocol.
struct HelloHandler {
    let services: Services
    let origin: Origin

    func handle(_ hello: Hello, _ session: inout Session) throws(ChatError) -> Reply {
        guard hello.versions.contains(Frame.version) else {
            throw ChatError(
                .protocolMismatch, "this server speaks version \(Frame.version) of the protocol",
                hint: "Use a client of the same release.")
        }
        session.greet()
        return .welcome(
            Welcome(
                version: Frame.version, server: services.configuration.product,
                bodyLimit: services.configuration.limits.bodyBytes, time: services.clock.now(),
                firstAccount: services.firstAccount.place(for: origin)))
    }
}
