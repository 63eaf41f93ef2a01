internal import ArgumentParser
internal import ChatroomClient
internal import ChatroomCore

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

    @OptionGroup var password: PasswordOptions
    @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions

    func run() async throws {
        let context = try CommandContext(options)
        let user = try UserName(name)
        let client = try context.client(requestTimeout: PatientLogin.patience)
        try await self.password.checkTrust(of: client)
        let password = try await PasswordPrompt(self.password.source).newPassword(for: user)
        let login = try await PatientLogin(context: context, client: client).run { connection in
            do throws(ChatError) {
                let request = ChatroomCore.Register(
                    name: user, password: password, kind: kind, label: context.tokenLabel)
                let registered = try await connection.register(request)
                context.keep(registered)
                await context.noteNames(of: connection)
                return (registered, isNew: true)
            } catch {
                guard error.code == .exists else { throw error }
                guard ensure else {
                    throw ChatError(.exists, error.message, hint: "If it is yours: chatroom login \(user)")
                }
                return (
                    try await LoginByPassword(context: context).open(user, password, on: connection), isNew: false
                )
            }
        }
        guard let token = login.0.token else { throw ChatError(.protocolViolation, "the server sent no token") }
        try context.store(user, token)
        let role = login.0.user.role == .administrator ? " (administrator)" : ""
        context.diagnostics.note(
            login.isNew
                ? "registered \(user)\(role) on \(context.address) and logged in. Try: chatroom send lobby hello"
                : "\(user) exists already; logged in")
    }
}
