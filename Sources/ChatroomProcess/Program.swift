internal import ChatroomCore
internal import ChatroomSystem
internal import Glibc
internal import Subprocess

/// A command whose program was found: what to start, and with which arguments.
struct Program: Sendable {
    private let words: [String]
    private let path: String

    /// Looks for a command's program: at the path that its first word names, or in the directories of `PATH`.
    ///
    /// - Parameters:
    ///   - words: The command; the first word is the program.
    ///   - environment: Whose `PATH` is searched.
    /// - Throws: `ChatError` that names the program, with code `command-missing` when there is none, `command-not-run`
    ///   when it may not be executed, `usage` when there are no words.
    init(_ words: [String], environment: ChatroomSystem.Environment) throws(ChatError) {
        guard let name = words.first, !name.isEmpty else { throw ChatError(.usage, "there is no command to run") }
        self.words = words
        path = try Executable.path(of: name, directories: environment["PATH"])
    }

    /// How the package is to start it.
    ///
    /// The child gets the default action for every signal, none of our descriptors beyond the three standard ones, and
    /// our working directory.
    ///
    /// - Parameters:
    ///   - variables: What the child's environment has beyond ours; a value ends at its first NUL.
    ///   - patience: What the child has between SIGTERM and SIGKILL when the task is cancelled.
    /// - Returns: The configuration.
    func configuration(adding variables: [String: String] = [:], patience: Duration) -> Configuration {
        var options = PlatformOptions()
        options.teardownSequence = [.send(signal: .terminate, allowedDurationToNextStep: patience)]
        // The package takes a program's path as text only, so where it is none the shell starts it in its own place.
        let isText = RawText.isPlain(path)
        let start = isText ? [words[0]] : ["sh", "-c", "exec \"$0\" \"$@\"", path]
        return Configuration(
            executable: .path(.init(isText ? path : "/bin/sh")),
            arguments: .init(
                executablePathOverride: Self.terminated(start[0]),
                remainingValues: (start.dropFirst() + words.dropFirst()).map(Self.terminated)),
            environment: Self.environment(adding: variables), platformOptions: options)
    }

    /// This process's variables and others, which win; bytes that are not UTF-8 stay what they are.
    private static func environment(adding variables: [String: String]) -> Subprocess.Environment {
        let own = Environment.ofProcess().variables
        guard own.contains(where: { !RawText.isPlain($0.key) || !RawText.isPlain($0.value) }) else {
            let pairs = variables.compactMap { name, value in
                Subprocess.Environment.Key(rawValue: name).map { ($0, String?.some(value)) }
            }
            return .inherit.updating(Dictionary(pairs) { _, last in last })
        }
        // A name that begins with a digit the package does not take this way.
        let all = own.merging(variables) { $1 }.filter { $0.key.first.map { !("0"..."9").contains($0) } ?? false }
        return .custom(all.map { terminated("\($0.key)=\($0.value.prefix { $0 != "\0" })") })
    }

    private static func terminated(_ raw: String) -> [UInt8] { RawText.bytes(of: raw) + [0] }

    /// What to say when the package could not run it.
    func failure(_ error: SubprocessError) -> ChatError {
        let system = error.underlyingError.map { SystemError($0.rawValue) }
        let what = "cannot run '\(words[0])'"
        let isScript = error.code == .executableNotFound || [ENOENT, ENOEXEC].contains(system?.number)
        return ChatError(
            .commandNotRun, system.map { "\(what) (\($0.words))" } ?? what,
            hint: isScript ? "The first line of a script must name its interpreter, such as #!/bin/sh." : nil)
    }
}
