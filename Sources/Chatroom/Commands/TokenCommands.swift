internal import ChatroomClient
internal import ChatroomCore
internal import ChatroomTerminal
internal import ChatroomWire

/// What `login` does to a login that exists.
struct TokenCommands {
    let context: CommandContext

    /// Prints who is logged in.
    func whoami() async throws {
        let user = try await context.withConnection { $0.user }
        guard let user else { throw ChatError(.notLoggedIn, "not logged in to \(context.address)") }
        if context.options.json {
            try await context.printer.write(
                JSONObject.line {
                    $0.set("v", 1)
                    $0.set("type", "user")
                    $0.set("name", user.name.text)
                    $0.set("kind", user.kind.rawValue)
                    $0.set("role", user.role.rawValue)
                    $0.set("server", context.address.description)
                })
        } else {
            try await context.printer.line(user.name.text)
        }
    }

    /// Prints the secret of a token that was just made.
    func print(_ token: ChatroomCore.Token.Secret) async throws {
        guard context.options.json else { return try await context.printer.line(token.text) }
        try await context.printer.write(
            JSONObject.line {
                $0.set("v", 1)
                $0.set("type", "token")
                $0.set("token", token.text)
            })
    }

    /// Revokes this login's token and forgets it.
    func logout() async throws {
        guard let login = try context.storedLogin() else { throw try context.notLoggedIn() }
        do {
            _ = try await context.client(credential: .token(login.token)).ask(ChatroomWire.Logout())
        } catch let error as ChatError where error.code == .notLoggedIn {
            // Revoked already: what is left is to forget it.
        }
        try context.forgetLogin()
        context.diagnostics.note("logged out of \(context.address)")
    }

    /// Says where the profile is logged in, and which of its servers is used when none is named: a person in a list of
    /// its own, others in a note, for a program gets one kind of rows.
    private func tellLogins() async throws {
        let profile = context.profile.name
        let own = try context.logins().filter { $0.profile.isSame(as: profile.text) }
        guard !own.isEmpty else { return }
        let usual = try ProfileSettings.read(profile, in: context.environment).server ?? Profile.defaultServer
        let (isSeen, options) = (context.printer.isSeen, context.options)
        guard isSeen, !options.json, !options.quiet else {
            let places = own.map { login in
                "\(login.user) on \(login.server)\(login.server.isSame(as: usual) ? " (the default)" : "")"
            }
            return context.diagnostics.note("profile '\(profile)': \(places.joined(separator: ", "))")
        }
        var table = ListTable([.init("PROFILE"), .init("USER"), .init("DEFAULT"), .init("SERVER", wraps: true)])
        for login in own {
            table.add(
                .text(profile.text), .name(login.user), .mark(login.server.isSame(as: usual)), .text(login.server))
        }
        try await context.show(table)
        try await context.printer.line("")
    }

    /// Makes a server the one that the profile uses when none is named.
    func setDefault(_ server: String) throws {
        let address = try ServerAddress(server).description
        let name = context.profile.name
        try ProfileSettings.setServer(address, of: name, in: context.environment)
        let login = try context.logins().first { $0.isFor(name.text, address) }
        context.diagnostics.note(
            "profile '\(name)' uses \(address)"
                + (login.map { " as \($0.user)" } ?? "; log in there with 'chatroom login NAME --server \(address)'"))
    }

    /// Prints the tokens of the account, and says where the profile is logged in.
    func list() async throws {
        if !context.environment.givesToken { try await tellLogins() }
        let tokens = try await context.withConnection { try await $0.ask(ListTokens()) }
        guard context.options.json else { return try await context.show(Self.table(tokens)) }
        for token in tokens {
            try await context.printer.write(
                JSONObject.line {
                    $0.set("v", 1)
                    $0.set("type", "token")
                    $0.set("id", token.id.rawValue)
                    $0.set("label", token.label)
                    $0.set("created", RFC3339.text(token.created))
                    $0.set("lastUsed", RFC3339.text(token.lastUsed))
                    $0.set("current", token.isCurrent)
                })
        }
    }

    private static func table(_ tokens: [ChatroomCore.Token]) -> ListTable {
        var table = ListTable([
            .init("NUMBER", isRight: true), .init("CREATED"), .init("LAST USED"), .init("CURRENT"),
            .init("MACHINE", wraps: true),
        ])
        for token in tokens {
            table.add(
                .number(token.id.rawValue), .time(token.created), .time(token.lastUsed, isRough: true),
                .mark(token.isCurrent), .text(token.label))
        }
        return table
    }

    /// Revokes a token of the account.
    func revoke(_ token: ChatroomCore.Token.ID) async throws {
        _ = try await context.withConnection { try await $0.ask(RevokeToken(token: token)) }
        context.diagnostics.note("revoked token \(token.rawValue)")
    }

    /// Replaces the password.
    func changePassword(from source: PasswordSource) async throws {
        guard source == .terminal else {
            throw ChatError(.usage, "--passwd asks for the old and the new password on the terminal")
        }
        try await context.held { try await changePassword(from: source, $0) }
    }

    private func changePassword(from source: PasswordSource, _ context: CommandContext) async throws {
        guard let user = try await context.withConnection({ $0.user })?.name else {
            throw ChatError(.notLoggedIn, "not logged in to \(context.address)")
        }
        let prompt = PasswordPrompt(source, hint: "--passwd asks for the old and the new one, and needs a terminal.")
        let change = ChangePassword(
            old: try await prompt.password(of: user), new: try await prompt.newPassword(for: user))
        _ = try await context.withConnection { try await $0.ask(change) }
        context.diagnostics.note("changed the password of \(user); all its other logins are revoked")
    }
}
