internal import ChatroomCore
internal import Glibc

/// What a profile's file sets: `~/.config/chatroom/profiles/NAME`, lines of `key = value`, `#` begins a comment.
struct ProfileSettings: Equatable {
    /// The server's address.
    var server: String?

    /// Reads a profile's file.
    ///
    /// - Parameters:
    ///   - name: The profile.
    ///   - environment: The environment.
    /// - Returns: Nothing set when there is no such file.
    /// - Throws: `ChatError` with code `configuration`, which names the file and the line, or `file-access`.
    static func read(_ name: ProfileName, in environment: Environment) throws(ChatError) -> ProfileSettings {
        let path = "\(try environment.configDirectory)/profiles/\(name)"
        let shownAs = environment.abbreviated(path)
        guard let file = FileDescriptor(path, O_RDONLY | O_NONBLOCK) else {
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
