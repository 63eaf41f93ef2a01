import ChatroomTestSupport
import Foundation
import Glibc
import Testing

/// A user's shell on a terminal of its own, with a test at the keyboard.
struct ShellStage {
    let terminal: Terminal
    /// Whose shell it is, and whose home lasts as long as this.
    private let user: ChatroomBinary
    /// The terminal's session, once the shell is known to run.
    private var session: pid_t?

    /// Starts a shell and waits until it can be typed at.
    static func open(
        _ user: ChatroomBinary, _ arguments: [String] = [], prompt: String = "lobby> "
    ) async throws -> ShellStage {
        let terminal = try user.startOnTerminal(["shell"] + arguments)
        var stage = ShellStage(terminal, of: user)
        try await stage.waitForLine(prompt)
        stage.session = terminal.pid.map { getsid($0) }
        return stage
    }

    /// Takes a terminal on which a shell of the user runs.
    init(_ terminal: Terminal, of user: ChatroomBinary) {
        self.terminal = terminal
        self.user = user
    }

    /// A file in the user's home.
    func file(_ name: String) -> String { user.home.file(name) }

    /// Waits until the cursor's row shows a text, blanks at its end dropped.
    func waitForLine(_ text: String) async throws {
        var wanted = text
        while wanted.last == " " { wanted.removeLast() }
        try await terminal.waitForScreen("line '\(text)'") { [wanted] screen in
            screen.lines[screen.cursor.row] == wanted
        }
    }

    /// Waits until a row that is not being typed ends in a text.
    func waitForRow(endingIn text: String) async throws {
        try await terminal.waitForScreen("row that ends in '\(text)'") { screen in
            screen.lines.enumerated().contains { $0 != screen.cursor.row && $1.hasSuffix(text) }
        }
    }

    /// Waits until a row that is not being typed has a text in it.
    func waitForRow(containing text: String) async throws {
        try await terminal.waitForScreen("row with '\(text)'") { screen in
            screen.lines.enumerated().contains { $0 != screen.cursor.row && $1.contains(text) }
        }
    }

    /// Types a line that is sent, and waits until the server has ordered it.
    func say(_ text: String) async throws {
        terminal.enter(text)
        try await waitForRow(endingIn: "  \(text)")
    }

    /// All rows that were ever shown and not cleared, oldest first.
    var rows: [String] { terminal.screen.scrollback + terminal.screen.lines }

    /// Types `/quit` on an empty line and checks the end.
    func quit() async throws {
        terminal.enter("/quit")
        try await checkEnd(0)
    }

    /// Waits for the shell's end, and checks that it left the terminal as it was and no process behind.
    func checkEnd(_ status: Int32, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let ended = try await terminal.waitForExit()
        #expect(ended == status, "\(terminal.screen)", sourceLocation: sourceLocation)
        if status == 128 + SIGKILL {
            try await eventually("sane modes") {
                try terminal.modes().differences(from: terminal.initialModes).isEmpty
            }
        }
        let differences = try terminal.modes().differences(from: terminal.initialModes)
        #expect(differences.isEmpty, sourceLocation: sourceLocation)
        try await terminal.waitForScreen("screen as before") { screen in
            !screen.isBracketedPasteOn && screen.isCursorShown && screen.cursor.column == 0
        }
        // What /exec has run outlives a shell that was killed; the guard of the terminal never does.
        try await eventually("the end of \(processes)") {
            status == 128 + SIGKILL ? !processes.contains { $0.hasPrefix(terminal.command[0]) } : processes.isEmpty
        }
    }

    /// The command lines of what runs in the user's home, but for other shells and the owner of the terminal.
    var processes: [String] {
        let numbers = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return numbers.compactMap(pid_t.init).compactMap { number in
            let variables = Self.words("/proc/\(number)/environ")
            let command = Self.words("/proc/\(number)/cmdline")
            guard variables.contains("HOME=\(user.home.path)"), let name = command.first else { return nil }
            let isElsewhere = name == terminal.command[0] && session.map { getsid(number) != $0 } ?? false
            let isOwner = command.contains { $0.contains("set -m") }
            return isElsewhere || isOwner ? nil : command.joined(separator: " ")
        }
    }

    private static func words(_ path: String) -> [String] {
        let bytes = FileManager.default.contents(atPath: path) ?? Data()
        return bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }
}
