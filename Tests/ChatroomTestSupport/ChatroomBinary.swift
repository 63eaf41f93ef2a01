internal import Foundation

/// The `chatroom` that was built with the tests, run as a user would run it who has a home of their own.
///
/// Its environment is clean: a search path, a home and the XDG directories within ``home``, and UTF-8 as the
/// character set. No variable of whoever runs the tests reaches it.
public struct ChatroomBinary: Sendable {
    /// The executable's path.
    public let path: String
    /// The home, and the directory that it starts in.
    public let home: ScratchDirectory
    /// All of its environment; a test may change it.
    public var environment: [String: String]

    /// Finds the executable.
    ///
    /// - Parameters:
    ///   - home: The home; one of its own when left out.
    ///   - environment: What is added to the clean environment.
    /// - Throws: ``TestFailure`` when there is no executable beside the tests.
    public init(home: ScratchDirectory? = nil, environment: [String: String] = [:]) throws {
        path = try Self.find("chatroom")
        let home = try home ?? ScratchDirectory()
        self.home = home
        self.environment = Self.cleanEnvironment(home: home.path).merging(environment) { $1 }
    }

    /// Runs it to its end.
    ///
    /// - Parameters:
    ///   - arguments: The arguments after the program's name.
    ///   - input: Its standard input.
    ///   - limit: How long it may take.
    /// - Returns: How it ended and what it wrote.
    /// - Throws: ``TestFailure`` with what it wrote so far when it did not end in time.
    public func run(
        _ arguments: [String], input: ProcessInput = .nothing, within limit: Duration = Deadline.standard
    ) async throws -> FinishedProcess {
        try await start(arguments, input: input).waitForExit(within: limit)
    }

    /// Starts it, for a test that talks to it while it runs.
    ///
    /// - Parameters:
    ///   - arguments: The arguments after the program's name.
    ///   - input: Its standard input.
    /// - Returns: The process, which ends with the last reference to it.
    /// - Throws: ``TestFailure`` when the system cannot start it.
    public func start(_ arguments: [String], input: ProcessInput = .nothing) throws -> RunningProcess {
        try RunningProcess(
            path, arguments, environment: environment, directory: home.path, input: input, keeping: home)
    }

    /// Starts it on a terminal.
    ///
    /// - Parameters:
    ///   - arguments: The arguments after the program's name.
    ///   - size: The terminal's size.
    /// - Returns: The terminal, with which the process ends.
    /// - Throws: ``TestFailure`` when the system cannot start it.
    public func startOnTerminal(_ arguments: [String], size: Terminal.Size = .standard) throws -> Terminal {
        try Terminal(path, arguments, environment: environment, directory: home.path, size: size, keeping: home)
    }

    /// The environment of a user who has set nothing.
    ///
    /// - Parameter home: The user's home.
    /// - Returns: All variables.
    public static func cleanEnvironment(home: String) -> [String: String] {
        [
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": home, "LANG": "C.UTF-8",
            "XDG_CONFIG_HOME": "\(home)/.config", "XDG_STATE_HOME": "\(home)/.local/state",
            "XDG_DATA_HOME": "\(home)/.local/share", "XDG_CACHE_HOME": "\(home)/.cache",
            "XDG_RUNTIME_DIR": "\(home)/.run",
        ]
    }

    /// Finds an executable that was built with the tests; `CHATROOM_TEST_BINARIES` names another directory.
    ///
    /// - Parameter name: The executable's name.
    /// - Returns: Its path.
    /// - Throws: ``TestFailure`` when it is nowhere.
    public static func find(_ name: String) throws -> String {
        let process = ProcessInfo.processInfo
        var places: [String] = []
        if let given = process.environment["CHATROOM_TEST_BINARIES"] { places.append(given) }
        let programs = [try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")]
        for program in programs.compactMap(\.self) + process.arguments {
            places.append(URL(fileURLWithPath: program).deletingLastPathComponent().path)
        }
        let paths = places.map { "\($0)/\(name)" }
        guard let path = paths.first(where: FileManager.default.isExecutableFile(atPath:)) else {
            throw TestFailure("no executable \(name) in \(places.joined(separator: ", ")); build it first")
        }
        return path
    }
}
