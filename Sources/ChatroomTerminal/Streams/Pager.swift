public import ChatroomCore
public import ChatroomSystem
internal import Glibc

/// The program that shows a long history a screen at a time: `CHATROOM_PAGER`, else `PAGER`, else `less -FIRX`.
///
/// Use one only when standard output is a terminal and the output is for people. What flows in is escaped and coloured
/// already. Ctrl-C reaches both this process and the pager; a command that uses a pager ignores it until the end.
public struct Pager: Sendable {
    /// Where the pager reads from.
    public let input: OutputDescriptor
    private let process: pid_t

    /// The command to run.
    ///
    /// - Parameter environment: The environment.
    /// - Returns: `nil` when the user wants none: the variable is empty or `cat`; or names none, and there is no less, or
    ///   the terminal cannot do what it does.
    public static func command(in environment: Environment) -> String? {
        let variables = environment.variables
        let command = variables["CHATROOM_PAGER"] ?? variables["PAGER"] ?? standard(environment)
        return command.isEmpty || command == "cat" ? nil : command
    }

    /// What is used when the user says nothing: a small system may have no less.
    private static func standard(_ environment: Environment) -> String {
        let isPossible = environment.hasAbleTerminal && isThere("less", in: environment)
        return isPossible ? "less -FIRX" : "cat"
    }

    /// Whether the program that a command begins with is there; so is whatever only a shell understands.
    ///
    /// - Parameters:
    ///   - command: What the shell is to run.
    ///   - environment: The environment, with the `PATH` to look in.
    /// - Returns: Whether it can be tried.
    public static func isThere(_ command: String, in environment: Environment) -> Bool {
        guard let word = command.prefixMatch(of: /\s*([A-Za-z0-9_.\/+-]+)(\s|$)/)?.1 else { return true }
        if ["exec", "command"].contains(word) { return true }
        return (try? Executable.path(of: String(word), directories: environment["PATH"])) != nil
    }

    /// Starts a pager on this process's own standard output.
    ///
    /// - Parameters:
    ///   - command: What the shell is to run.
    ///   - environment: The environment it gets; `LESS` and `LESSCHARSET` are added if they are not set, so that
    ///     colours show, and text as UTF-8 in every locale.
    /// - Throws: `ChatError` with code `configuration` when it cannot be started.
    public init(_ command: String, environment: Environment) throws(ChatError) {
        guard let pipe = PipeEnds() else { throw SystemError.last.chatError(.configuration, "cannot make a pipe") }
        defer { close(pipe.reading) }

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, pipe.reading, STDIN_FILENO)

        // A signal that is ignored here would be ignored there, and the pager needs both.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        sigaddset(&signals, SIGINT)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))

        let variables = environment.variables.merging(["LESS": "FIRX", "LESSCHARSET": "utf-8"]) { set, _ in set }
        var process = pid_t()
        let error = CStrings.with(["/bin/sh", "-c", command]) { arguments in
            CStrings.with(variables.map { "\($0)=\($1)" }) { variables in
                posix_spawn(&process, "/bin/sh", &actions, &attributes, arguments, variables)
            }
        }
        guard error == 0 else {
            close(pipe.writing)
            throw SystemError(error).chatError(.configuration, "cannot run the pager '\(command)'")
        }
        self.process = process
        input = OutputDescriptor(number: pipe.writing, name: "the pager")
    }

    /// Closes the pager's input and waits until the reader leaves it; blocks the thread, and is called once.
    func waitForEnd() {
        close(input.number)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
    }
}

/// Arrays of C strings, as the exec(3) family takes them.
private enum CStrings {
    /// Lends a `nil`-terminated array of copies of texts, as the bytes that they stand for.
    static func with<Result>(
        _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let copies = texts.map { $0.withRawBytes { strdup($0) } }
        defer { for copy in copies { free(copy) } }
        return body(copies + [nil])
    }
}
