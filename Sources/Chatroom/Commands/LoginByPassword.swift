internal import ChatroomClient
internal import ChatroomCore
internal import ChatroomWire

/// Logs in with a name and a password, and says whose password was wrong.
struct LoginByPassword {
    let context: CommandContext

    /// Logs in on a connection that is nobody's yet.
    ///
    /// - Parameters:
    ///   - user: Who.
    ///   - password: The password.
    ///   - connection: The connection.
    /// - Returns: Who is logged in, with a new token.
    /// - Throws: `ChatError`.
    func open(
        _ user: UserName, _ password: String, on connection: ChatConnection
    ) async throws(ChatError) -> LoggedIn {
        do {
            let login = try await connection.ask(
                ChatroomWire.Login(
                    .password(name: user.text, password: password, label: context.tokenLabel),
                    proof: context.proof(of: user)))
            context.keep(login)
            return login
        } catch let error where error.code == .wrongCredentials {
            throw ChatError(.wrongCredentials, "\(error.message) for '\(user)'")
        }
    }
}
