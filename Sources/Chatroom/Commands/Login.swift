internal import ArgumentParser
internal import ChatroomCore
internal import ChatroomTerminal

/// `chatroom login`: logs in, and everything about logins.
struct Login: ServerCommand {
    static let configuration = CommandConfiguration(
        abstract: "Log in and out; list and revoke tokens; change the password.",
        usage: "chatroom login NAME | --whoami | --logout | --list | ... [options]",
        discussion: """
            Examples:
              chatroom login bob --server chat.example:8888
              chatroom login --whoami
            """)

    /// What to do instead of logging in.
    enum Action: EnumerableFlag {
        case whoami, logout, list, passwd, printToken

        static func help(for value: Action) -> ArgumentHelp? {
            switch value {
            case .whoami: "Print who is logged in."
            case .logout: "Revoke this login's token and forget it."
            case .list: "List this account's tokens, and where the profile is logged in."
            case .passwd: "Change the password; all other tokens are revoked."
            case .printToken: "Print a token for use elsewhere (CHATROOM_TOKEN_FILE)."
            }
        }
    }

    @Argument(help: "Who logs in.", completion: .user)
    var name: String?

    @Flag(exclusivity: .exclusive)
    var action: Action?

    @Option(help: ArgumentHelp("Revoke the token with this number of --list.", valueName: "number"))
    var revoke: Int64?

    @Option(
        name: .customLong("default"),
        help: ArgumentHelp("Make this server the one that the profile uses.", valueName: "address"))
    var usual: String?

    @OptionGroup var password: PasswordOptions
    @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions

    func run(_ context: CommandContext) async throws {
        guard context.standing == nil || action == .list || action == .passwd || revoke != nil else {
            throw ChatError(.usage, "a shell is one user's; start another for another")
        }
        let tokens = TokenCommands(context: context)
        guard revoke == nil || action == nil else {
            throw ChatError(.usage, "--revoke cannot be combined with the others")
        }
        if let usual {
            guard revoke == nil, action == nil, name == nil else {
                throw ChatError(.usage, "--default cannot be combined with the others")
            }
            return try tokens.setDefault(usual)
        }
        if let revoke { return try await tokens.revoke(ChatroomCore.Token.ID(rawValue: revoke)) }
        switch action {
        case .whoami: try await tokens.whoami()
        case .logout: try await tokens.logout()
        case .list: try await tokens.list()
        case .passwd: try await tokens.changePassword(from: password.source)
        case .printToken, nil: try await login(context)
        }
    }

    private func login(_ context: CommandContext) async throws {
        guard let name = try name ?? context.storedLogin()?.user.text else {
            throw ChatError(.usage, "login needs a name", hint: "Write 'chatroom login NAME'.")
        }
        let user = try UserName(name)
        if action != .printToken { try await LoginKeeping(context: context).checkPlace(for: user) }
        let client = try context.client(requestTimeout: PatientLogin.patience)
        try await self.password.checkTrust(of: client)
        let password = try await PasswordPrompt(self.password.source).password(of: user)
        let login = try await PatientLogin(context: context, client: client).run { connection in
            let login = try await LoginByPassword(context: context).open(user, password, on: connection)
            if action != .printToken { await context.noteNames(of: connection) }
            return login
        }
        guard let token = login.token else { throw ChatError(.protocolViolation, "the server sent no token") }
        if action == .printToken {
            try await TokenCommands(context: context).print(token)
        } else {
            try await LoginKeeping(context: context).keep(user, token)
            context.diagnostics.note("logged in to \(context.address) as \(login.user.name)")
        }
    }
}
