internal import ChatroomCore
public import ChatroomSystem
internal import Glibc
internal import Subprocess

/// The user's editor: `$VISUAL`, else `$EDITOR`, else `vi`, on the terminal that the process has.
///
/// It runs on a thread of its own because disks take their time.
public actor TextEditor {
    private let environment: ChatroomSystem.Environment
    private let thread = ThreadExecutor()

    /// The editor's own thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// Finds the editor in an environment.
    public init(environment: ChatroomSystem.Environment) { self.environment = environment }

    /// The largest text that comes back, in bytes.
    private static let limit = 16 * 1024 * 1024

    /// Lets the user change a text; the file it is in is removed afterwards.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - limit: The largest text that is taken, in bytes; a larger one stays in the file.
    /// - Returns: What the user made of it, without a line feed at its end.
    /// - Throws: `ChatError` with code `file-access` or `configuration` when it cannot be edited.
    public func edit(_ text: String, limit: Int) async throws -> String {
        let words = try CommandWords.split(environment["VISUAL"] ?? environment["EDITOR"] ?? "vi")
        let name = "message.\(getpid()).\(UInt32.random(in: .min ... .max)).txt"
        let path = "\(try environment.stateDirectory)/\(name)"
        let file = PrivateFile(name, in: try environment.stateDirectory, environment: environment)
        try file.write("\(text)\n")
        var isKept = false
        defer { if !isKept { Directory.working.remove(path) } }
        let program = try Program(words + [path], environment: environment)
        do {
            let result = try await Subprocess.run(
                program.configuration(patience: .seconds(2)), input: .currentStandardInput,
                output: .currentStandardOutput, error: .currentStandardError)
            let end = ProcessEnd(result.terminationStatus)
            guard end.status == 0 else {
                throw ChatError(.configuration, "'\(words[0])' exited with \(end.status), nothing was changed")
            }
        } catch let error as SubprocessError {
            throw program.failure(error)
        }
        // Editors may put a file of their own in its place.
        guard let edited = Descriptor(path, O_RDONLY | O_NOFOLLOW), let bytes = edited.read(upTo: Self.limit) else {
            throw SystemError.last.chatError(.fileAccess, "cannot read \(environment.abbreviated(path))")
        }
        guard var changed = String(validating: bytes, as: UTF8.self) else {
            throw ChatError(.invalid, "what the editor left is not UTF-8, nothing was changed")
        }
        if changed.last == "\n" { changed.removeLast() }
        guard changed.utf8.count <= limit else {
            isKept = true
            let error = ChatError.bodyTooLarge(changed.utf8.count, limit: limit)
            throw ChatError(error.code, error.message, hint: "What you wrote is in \(environment.abbreviated(path)).")
        }
        return changed
    }
}
