public import ChatroomCore
internal import ChatroomSystem

/// Where a password comes from; never from an argument, which every user of the machine can see.
public enum PasswordSource: Equatable, Sendable {
    /// A person types it.
    case terminal
    /// The first line of standard input, by `--password-stdin`.
    case standardInput
    /// The first line of a file, by `--password-file`.
    case file(String)
}

/// Gets the password for a registration or a login.
public struct PasswordPrompt: Sendable {
    private let source: PasswordSource
    private let terminal: TerminalPrompt
    private let hint: String

    /// Makes a prompt.
    ///
    /// - Parameters:
    ///   - source: Where passwords come from.
    ///   - terminal: Whom to ask.
    ///   - hint: What to do when there is nobody to ask.
    public init(
        _ source: PasswordSource, terminal: TerminalPrompt = TerminalPrompt(),
        hint: String = "Use --password-stdin or --password-file, or set CHATROOM_TOKEN or CHATROOM_TOKEN_FILE."
    ) {
        self.source = source
        self.terminal = terminal
        self.hint = hint
    }

    /// Gets a password that exists.
    ///
    /// - Parameter user: Whose it is.
    /// - Returns: The password.
    /// - Throws: `ChatError` with code `not-logged-in` when there is no terminal to ask at, `interrupted` when the
    ///   person ends it, or what ``SecretInput`` throws.
    public func password(of user: UserName) async throws(ChatError) -> String {
        try await read("Password for \(user): ")
    }

    /// Gets a password that is to be set; from a person twice, who may try again when the two differ or when the first
    /// breaks the rule.
    ///
    /// - Parameter user: Whose it will be.
    /// - Returns: The password.
    /// - Throws: What ``password(of:)`` throws, and `ChatError` with code `invalid` when the last of ``attempts``
    ///   failed too.
    public func newPassword(for user: UserName) async throws(ChatError) -> String {
        let question = "Password for \(user) (10 characters or more): "
        guard source == .terminal else { return try await read(question) }
        var remark = ""
        for _ in 1..<Self.attempts {
            do {
                return try await typedTwice(remark + question, for: user)
            } catch let error where error.code == .invalid {
                remark = "\(error.message). \(error.hint ?? "Try again.")\n"
            }
        }
        return try await typedTwice(remark + question, for: user)
    }

    /// How often a person may try.
    private static let attempts = 3

    private func typedTwice(_ question: String, for user: UserName) async throws(ChatError) -> String {
        let password = try await read(question)
        // Before it is typed again.
        try PasswordRule.check(password, for: user)
        guard try await read("Again: ") == password else {
            throw ChatError(.invalid, "the two passwords differ")
        }
        return password
    }

    private func read(_ question: String) async throws(ChatError) -> String {
        switch source {
        case .standardInput: return try await SecretInput().fromStandardInput()
        case .file(let path): return try await SecretInput().fromFile(path)
        case .terminal:
            guard let answer = try await terminal.ask(question, isSecret: true) else {
                throw ChatError(
                    .notLoggedIn, "there is no terminal to ask for the password at", hint: hint)
            }
            guard !answer.isEmpty else { throw ChatError(.invalid, "the password is empty, nothing was sent") }
            return answer
        }
    }
}
