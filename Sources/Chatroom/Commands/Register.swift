internal import ArgumentParser
internal import ChatroomClient
internal import ChatroomCore
internal import ChatroomTerminal
internal import ChatroomWire

/// `chatroom register`: makes an account and logs in to it.
struct Register: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make an account and log in to it.",
        usage: "chatroom register NAME [options]",
        discussion: """
            Examples:
              chatroom register alice
              chatroom register bot --kind agent --ensure --password-file ./secret
            """)

    @Argument(help: ArgumentHelp("The name: 1 to 32 of a-z 0-9 . _ -", valueName: "name"))
    var name: String

    @Option(help: "What the user is.")
    var kind: User.Kind = .human

    @Flag(help: "Log in instead if the account exists already.")
    var ensure = false

    @Option(
        help: ArgumentHelp(
            "The code of the server's first account, if it is not found automatically.", valueName: "code"))
    var code: String?

    @OptionGroup var password: PasswordOptions
    @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions

    func run() async throws {
        let context = try CommandContext(options)
        let user = try UserName(name)
        try await LoginKeeping(context: context).checkPlace(for: user)
        let client = try context.client(requestTimeout: PatientLogin.patience)
        try await self.password.checkTrust(of: client)
        let password = try await PasswordPrompt(self.password.source).newPassword(for: user)
        let login = try await PatientLogin(context: context, client: client).run { connection in
            do throws(ChatError) {
                let found =
                    code
                    ?? FirstAccountFile(
                        told: connection.welcome.firstAccount, environment: context.environment
                    ).code(for: connection.identity)
                let request = ChatroomWire.Register(
                    name: user, password: password, kind: kind, label: context.tokenLabel, code: found)
                let registered = try await connection.ask(request)
                context.keep(registered)
                await context.noteNames(of: connection)
                return (registered, isNew: true)
            } catch {
                return (try await instead(of: error, user, password, context, connection), isNew: false)
            }
        }
        guard let token = login.0.token else { throw ChatError(.protocolViolation, "the server sent no token") }
        try await LoginKeeping(context: context).keep(user, token)
        let role = login.0.user.role == .administrator ? " (administrator)" : ""
        context.diagnostics.note(
            login.isNew
                ? "registered \(user)\(role) on \(context.address) and logged in. Try: chatroom send lobby hello"
                : "\(user) exists already; logged in")
    }

    /// Logs in to an account that could not be made, if that will do.
    ///
    /// A server that takes no registrations, or no more for a while, says so before it looks at the name.
    private func instead(
        of refusal: ChatError, _ user: UserName, _ password: String, _ context: CommandContext,
        _ connection: ChatConnection
    ) async throws(ChatError) -> LoggedIn {
        guard ensure, [.exists, .notAllowed, .rateLimited].contains(refusal.code) else {
            guard refusal.code == .exists else { throw refusal }
            throw ChatError(.exists, refusal.message, hint: "If it is yours: chatroom login \(user)")
        }
        do {
            return try await LoginByPassword(context: context).open(user, password, on: connection)
        } catch {
            guard error.code == .wrongCredentials, refusal.code != .exists else { throw error }
            throw ChatError(
                refusal.code, "\(refusal.message); and \(error.message)", hint: refusal.hint,
                retryAfter: refusal.retryAfter)
        }
    }
}
