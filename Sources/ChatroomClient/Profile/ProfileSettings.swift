public import ChatroomCore
public import ChatroomSystem
internal import Glibc

/// What a profile's file sets: `~/.config/chatroom/profiles/NAME`, lines of `key = value`, `#` begins a comment.
public struct ProfileSettings: Equatable {
    /// The server's address.
    public var server: String?

    /// Reads a profile's file.
    ///
    /// - Parameters:
    ///   - name: The profile.
    ///   - environment: The environment.
    /// - Returns: Nothing set when there is no such file.
    /// - Throws: `ChatError` with code `configuration`, which names the file and the line, or `file-access`.
    public static func read(_ name: ProfileName, in environment: Environment) throws(ChatError) -> ProfileSettings {
        // Without a home there is no such file.
        guard let path = try? Self.path(of: name, in: environment) else { return ProfileSettings() }
        let shownAs = environment.abbreviated(path)
        guard let file = Descriptor(path, O_RDONLY | O_NONBLOCK) else {
            let error = SystemError.last
            if error.number == ENOENT || error.number == ENOTDIR { return ProfileSettings() }
            throw error.chatError(.fileAccess, "cannot read \(shownAs)")
        }
        guard let bytes = file.read(upTo: 1 << 16) else {
            throw SystemError.last.chatError(.fileAccess, "cannot read \(shownAs)")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ChatError(.configuration, "\(shownAs) is not UTF-8")
        }
        return try ProfileSettings(parsing: text, file: shownAs)
    }

    private static func path(of name: ProfileName, in environment: Environment) throws(ChatError) -> String {
        "\(try environment.configDirectory)/profiles/\(name)"
    }

    /// Sets the server of a profile in its file, which is made if there is none; other lines stay as they are.
    ///
    /// - Parameters:
    ///   - server: The server's address.
    ///   - name: The profile.
    ///   - environment: The environment.
    /// - Throws: `ChatError` with code `configuration` or `file-access`.
    public static func setServer(
        _ server: String, of name: ProfileName, in environment: Environment
    ) throws(ChatError) {
        _ = try read(name, in: environment)
        let path = try path(of: name, in: environment)
        let shownAs = environment.abbreviated(path)
        let directory = String(path.dropLast(name.text.count + 1))
        _ = try PrivateDirectory(path: directory, shownAs: environment.abbreviated(directory)).openOrCreate()
        var lines: [Substring] = []
        // Through a link, which a file among dotfiles often is.
        let target = Directory.realPath(of: path) ?? path
        if let file = Descriptor(target, O_RDONLY | O_NONBLOCK), let bytes = file.read(upTo: 1 << 16) {
            lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
            if lines.last?.isEmpty == true { lines.removeLast() }
        }
        lines.removeAll {
            $0.split(separator: "=", maxSplits: 1).first.map { trimmed($0) } == "server" && $0.contains("=")
        }
        lines.append("server = \(server)")
        let bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
        guard let place = Directory.place(of: target),
            place.directory.replace(place.name, with: bytes, through: "\(place.name).\(getpid()).tmp")
        else { throw SystemError.last.chatError(.fileAccess, "cannot write \(shownAs)") }
    }

    /// Reads settings.
    ///
    /// - Parameters:
    ///   - text: The lines.
    ///   - file: How errors name the file.
    /// - Throws: `ChatError` with code `configuration`, which names the file and the line.
    init(parsing text: String, file: String) throws(ChatError) {
        for (number, line) in LineFile.lines(text) {
            let whole = Self.trimmed(line)
            if whole.isEmpty || whole.hasPrefix("#") { continue }
            let parts = whole.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let key = Self.trimmed(parts[0])
            guard parts.count == 2, !Self.trimmed(parts[1]).isEmpty else {
                throw ChatError(
                    .configuration, "\(file), line \(number), is no setting", hint: "Write: server = chat.example:8888")
            }
            guard key == "server" else {
                throw ChatError(
                    .configuration, "\(file), line \(number), sets '\(key)', which is unknown",
                    hint: "A profile sets 'server'.")
            }
            server = String(Self.trimmed(parts[1]))
        }
    }

    /// Sets nothing.
    init() {}

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text.drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
