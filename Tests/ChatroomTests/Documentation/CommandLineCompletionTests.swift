import ChatroomTestSupport
import Foundation
import Testing

/// Completion of the command line, in the shells that this machine has.
@Suite(.timeLimit(.minutes(2)))
struct CommandLineCompletionTests {
    /// A shell that completes.
    enum Shell: String, CaseIterable, CustomTestStringConvertible {
        case bash, zsh, fish

        var testDescription: String { rawValue }
        var path: String? {
            ["/bin/", "/usr/bin/"].map { "\($0)\(rawValue)" }.first(where: FileManager.default.isExecutableFile)
        }

        /// What it is started with and what it reads first.
        var start: (arguments: [String], commands: [String]) {
            let scripts = Repository.path("completions")
            return switch self {
            case .bash: (["--noprofile", "--norc", "-i"], ["PS1='> '", "source \(scripts)/chatroom.bash"])
            case .zsh:
                (
                    ["-f", "-i"],
                    ["PS1='> '; fpath=(\(scripts) $fpath); autoload -Uz compinit; compinit -u -D"]
                )
            case .fish:
                (
                    ["--no-config", "-i"],
                    ["function fish_prompt; echo '> '; end", "source \(scripts)/chatroom.fish"]
                )
            }
        }

        static var there: [Shell] { allCases.filter { $0.path != nil } }
    }

    @Test func theCommittedScriptsAreThoseOfTheProgram() async throws {
        let binary = try ChatroomBinary()
        let made = try RunningProcess(
            "/bin/bash", [Repository.path(".ci/completions"), binary.path, binary.home.path],
            environment: binary.environment)
        try await made.waitForExit().check()
        for name in ["chatroom.bash", "_chatroom", "chatroom.fish"] {
            let isSame =
                try Repository.text("completions/\(name)")
                == String(contentsOfFile: binary.home.file(name), encoding: .utf8)
            #expect(isSame, "completions/\(name) is old; make it anew with .ci/completions")
        }
    }

    @Test(arguments: Shell.there) func aShellCompletes(_ shell: Shell) async throws {
        try await Fixture.with { fixture in
            var alice = try await fixture.user("alice")
            try await alice.run(["room", "create", "ops"]).check()
            try await fixture.user("bob").run(["send", "ops", "here I am"]).check()
            try await alice.run(["history", "ops"]).check()
            try alice.home.write("notes.txt", [1])
            let id = try await alice.run(["sendfile", "ops", "notes.txt"]).check().lines[0]
            try await alice.run(["getfile", "--list"]).check()
            try await alice.run(["room", "list"]).check()
            let directory = (alice.path as NSString).deletingLastPathComponent
            alice.environment["PATH"] = "\(directory):\(alice.environment["PATH"] ?? "")"
            alice.environment["TERM"] = "xterm"
            let terminal = try Terminal(
                #require(shell.path), shell.start.arguments, environment: alice.environment,
                directory: alice.home.path, size: .init(rows: 30, columns: 120))
            for command in shell.start.commands { terminal.enter(command) }
            terminal.enter("echo rea''dy")
            try await terminal.waitFor("ready")
            for (number, (typed, completed)) in [
                ("chatroom hist", "chatroom history"), ("chatroom send @b", "send @bob"),
                ("chatroom send op", "send ops"),
                ("chatroom history ops --unr", "--unread"), ("chatroom send --print se", "--print seq"),
                ("chatroom getfile \(id.prefix(4))", "getfile \(id)"),
                ("chatroom login --profile de", "--profile default"),
                ("chatroom room inv", "room invite"), ("chatroom room invite ops bo", "invite ops bob"),
                ("chatroom sendfile ops not", "sendfile ops notes.txt"),
                // Options of all commands may come first, and help has topics.
                ("chatroom --json hist", "--json history"), ("chatroom --profile default send op", "default send ops"),
                ("chatroom --profile de", "--profile default"), ("chatroom help env", "help environment"),
            ].enumerated() {
                // An own word at the end shows where the completed one ends.
                terminal.type("\(typed)\t#\(number)")
                try await terminal.waitForScreen { screen in
                    screen.lines.contains { line in
                        line.contains(completed) && line.contains("#\(number)") && line.contains("> chatroom")
                    }
                }
                terminal.type("\u{15}")
                terminal.enter("echo don''e-\(number)")
                try await terminal.waitFor("done-\(number)")
            }
        }
    }
}
