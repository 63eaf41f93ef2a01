internal import ChatroomClient
internal import ChatroomCore
internal import ChatroomTerminal
internal import ChatroomWire

/// Keeps what a login leaves, in place of the one that its profile had at the server.
struct LoginKeeping {
    let context: CommandContext

    /// Makes sure that nobody else's login is in the place, or that a person wants it replaced.
    ///
    /// - Parameter user: Who is about to log in.
    /// - Throws: `ChatError` with code `not-allowed` when it is to stay or nobody can be asked, `interrupted`.
    func checkPlace(for user: UserName) async throws {
        guard let login = try context.storedLogin(), login.user != user else { return }
        let (profile, address) = (context.profile.name, TerminalText.line(context.address.description))
        let isWanted = try await TerminalPrompt().ask(
            "Profile '\(profile)' is logged in to \(address) as \(login.user). Log in as \(user) instead (yes/no)? ")
        guard isWanted == "yes" else {
            throw ChatError(
                .notAllowed, "profile '\(profile)' is logged in to \(address) as \(login.user)",
                hint: "Keep the two apart with --profile \(user), or log out first: 'chatroom login --logout'.")
        }
    }

    /// Keeps a login, and revokes the token that it takes the place of.
    ///
    /// The first login of a profile makes its server the profile's own, which is used when none is named.
    ///
    /// - Parameters:
    ///   - user: Who logged in.
    ///   - token: The token.
    /// - Throws: `ChatError` when it cannot be kept.
    func keep(_ user: UserName, _ token: Token.Secret) async throws {
        let isFirst = try context.logins().allSatisfy { !$0.profile.isSame(as: context.profile.name.text) }
        let replaced = try context.store(user, token)
        if isFirst { makeDefault() }
        if let replaced, replaced.token != token { await revoke(replaced) }
    }

    private func makeDefault() {
        let (name, server) = (context.profile.name, context.address.description)
        guard server != Profile.defaultServer else { return }
        do {
            guard try ProfileSettings.read(name, in: context.environment).server == nil else { return }
            try ProfileSettings.setServer(server, of: name, in: context.environment)
        } catch {
            context.diagnostics.note("the server of profile '\(name)' could not be kept: \(error)")
        }
    }

    private func revoke(_ login: StoredLogin) async {
        do {
            _ = try await context.client(credential: .token(login.token)).ask(ChatroomWire.Logout())
        } catch let error as ChatError where error.code == .notLoggedIn {
            // Revoked already.
        } catch {
            context.diagnostics.note("the login that was here before could not be revoked: \(error)")
        }
    }
}
