public import ChatroomCore
@preconcurrency internal import Glibc

/// The environment variables, and the places for files that follow from them.
///
/// A value, so that a test can set what it likes. Places follow the XDG Base Directory Specification 0.8: a relative
/// path in one of its variables is ignored.
public struct Environment: Sendable {
    /// All variables, as `RawText` has their bytes.
    public let variables: [String: String]

    /// The home directory of the account, for where `HOME` is of no use.
    private let accountHome: String?

    /// Takes variables.
    ///
    /// - Parameters:
    ///   - variables: All of them.
    ///   - accountHome: The home directory that passwd(5) has of this user.
    init(_ variables: [String: String], accountHome: String? = nil) {
        self.variables = variables
        self.accountHome = accountHome
    }

    /// The variables of this process, read when asked for.
    public static func ofProcess() -> Environment {
        var variables: [String: String] = [:]
        var next = environ
        while let entry = next.pointee {
            let text = RawText.string(UnsafeRawBufferPointer(start: entry, count: strlen(entry)))
            if let equals = text.firstIndex(of: "=") {
                variables[String(text[..<equals])] = String(text[text.index(after: equals)...])
            }
            next += 1
        }
        let environment = Environment(variables)
        return environment.home == nil ? Environment(variables, accountHome: homeOfAccount) : environment
    }

    /// The home directory of this process's user by getpwuid_r(3), if the user has an account with one.
    private static var homeOfAccount: String? {
        var (account, found): (passwd, UnsafeMutablePointer<passwd>?) = (passwd(), nil)
        var buffer = [CChar](repeating: 0, count: 16_384)
        guard getpwuid_r(geteuid(), &account, &buffer, buffer.count, &found) == 0, found != nil,
            let directory = account.pw_dir
        else { return nil }
        let home = RawText.string(UnsafeRawBufferPointer(start: directory, count: strlen(directory)))
        return home.hasPrefix("/") ? home : nil
    }

    /// The home directory: `HOME` if it is an absolute path, else that of the account.
    public var home: String? {
        guard let home = self["HOME"], home.hasPrefix("/") else { return accountHome }
        return home
    }

    /// Whether the environment gives a token, so that a command needs no login that was kept.
    public var givesToken: Bool { self["CHATROOM_TOKEN"] != nil || self["CHATROOM_TOKEN_FILE"] != nil }

    /// The value of a variable; `nil` when it is not set or empty.
    public subscript(name: String) -> String? {
        variables[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Whether the terminal can do more than show lines; without `TERM`, as on a serial console, nobody knows.
    public var hasAbleTerminal: Bool { self["TERM"].map { $0 != "dumb" } ?? false }

    /// Where profiles are kept: `~/.config/chatroom`.
    public var configDirectory: String { get throws(ChatError) { try place("XDG_CONFIG_HOME", ".config") } }
    /// Where credentials, known servers and line history are kept: `~/.local/state/chatroom`.
    public var stateDirectory: String { get throws(ChatError) { try place("XDG_STATE_HOME", ".local/state") } }
    /// Where a server of this user keeps its data: `~/.local/share/chatroom`.
    public var dataDirectory: String { get throws(ChatError) { try place("XDG_DATA_HOME", ".local/share") } }
    /// Where names for completion are kept: `~/.cache/chatroom`.
    public var cacheDirectory: String { get throws(ChatError) { try place("XDG_CACHE_HOME", ".cache") } }

    /// Where a server keeps its data: `--data`, else `STATE_DIRECTORY` as systemd sets it, else ``dataDirectory``.
    ///
    /// - Parameter flag: What `--data` says.
    /// - Returns: The path.
    /// - Throws: `ChatError` with code `configuration` when there is no home directory.
    public func serverData(_ flag: String?) throws(ChatError) -> String {
        if let flag = flag ?? self["CHATROOM_DATA"], !flag.isEmpty { return flag }
        if let states = self["STATE_DIRECTORY"], let first = states.split(separator: ":").first { return String(first) }
        return try dataDirectory
    }

    /// A path as people write it: `~/.local/state/chatroom/credentials`.
    public func abbreviated(_ path: String) -> String {
        guard let home, home != "/" else { return path }
        let bare = home.hasSuffix("/") ? String(home.dropLast()) : home
        return path.hasPrefix("\(bare)/") ? "~\(path.dropFirst(bare.count))" : path
    }

    private func place(_ variable: String, _ underHome: String) throws(ChatError) -> String {
        if let base = self[variable], base.hasPrefix("/") { return "\(base)/chatroom" }
        guard let home else {
            throw ChatError(.configuration, "HOME is not set", hint: "Set it, or \(variable).")
        }
        return home.hasSuffix("/") ? "\(home)\(underHome)/chatroom" : "\(home)/\(underHome)/chatroom"
    }
}

extension PrivateFile {
    /// Names a file in a directory; neither need exist.
    public init(_ name: String, in directory: String, environment: Environment) {
        self.init(name, in: PrivateDirectory(path: directory, shownAs: environment.abbreviated(directory)))
    }
}
