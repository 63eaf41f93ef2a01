internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomWire

/// Answers `changePassword`; sessions opened by other tokens end.
struct ChangePasswordHandler {
    let services: Services
    let identity: Identity

    func handle(_ request: ChangePassword, _ connection: ConnectionHandle) async throws -> Reply {
        let revoked = try await services.accounts.changePassword(
            request, of: identity, from: connection.caller)
        for token in revoked { await services.registry.revoke(token) }
        await services.writer.settle()
        return .done
    }
}
