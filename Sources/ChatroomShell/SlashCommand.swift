internal import ChatroomCore

/// A command of the shell: `/who [T]`.
///
/// The table ``all`` drives what is run, `/help`, completion and the manual.
struct SlashCommand: Sendable {
    /// What it is about; the order in which help shows it.
    enum Theme: String, CaseIterable, Sendable {
        case talking, places, people, reading, shell
    }

    /// The name without the slash.
    let name: String
    /// What follows it, as help shows it.
    let arguments: String
    /// What it does, in a few words.
    let summary: String
    /// What it is about.
    let theme: Theme
    /// What the words after the name stand for.
    let operands: [Operand]
    /// What help says about it in addition, a line each.
    let details: [String]
    /// Does it, given what follows the name.
    let run: @Sendable (ShellSession, String) async throws -> Void

    init(
        _ name: String, _ arguments: String, _ summary: String, _ theme: Theme, _ operands: [Operand] = [],
        details: [String] = [], run: @escaping @Sendable (ShellSession, String) async throws -> Void
    ) {
        self.name = name
        self.arguments = arguments
        self.summary = summary
        self.theme = theme
        self.operands = operands
        self.details = details
        self.run = run
    }

    /// A command that takes nothing that help shows.
    init(
        _ name: String, _ summary: String, _ theme: Theme,
        run: @escaping @Sendable (ShellSession, String) async throws -> Void
    ) {
        self.init(name, "", summary, theme, run: run)
    }

    /// A command that takes nothing.
    init(
        _ name: String, _ summary: String, _ theme: Theme, run: @escaping @Sendable (ShellSession) async throws -> Void
    ) {
        self.init(name, "", summary, theme) { session, rest in
            guard rest.isEmpty else {
                throw ChatError(
                    .usage, "/\(name) takes no words, '\(rest)' included; nothing was done",
                    hint: "What is to be sent is a line of its own.")
            }
            try await run(session)
        }
    }

    /// Every command.
    static let all = talking + places + people + reading + shell

    /// How it is written.
    var usage: String { arguments.isEmpty ? "/\(name)" : "/\(name) \(arguments)" }
}
