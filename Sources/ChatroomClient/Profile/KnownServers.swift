public import ChatroomCore
public import ChatroomSystem

/// The servers whose keys this user trusts, as OpenSSH's known_hosts does for hosts.
///
/// A line each: the address, a space, the fingerprint: `chat.example:8888 SHA256:q4mB...9YQ`.
public struct KnownServers: Sendable {
    private let file: PrivateFile

    /// Names the file; it need not exist.
    public init(_ environment: Environment) throws(ChatError) {
        file = PrivateFile("known_servers", in: try environment.stateDirectory, environment: environment)
    }

    /// The fingerprint that a server's key must have.
    ///
    /// - Parameter server: The server's address.
    /// - Returns: `nil` when the server is not known.
    /// - Throws: `ChatError` with code `configuration` when the file is not as it must be, which names the line, or
    ///   `file-access`.
    public func fingerprint(of server: String) throws(ChatError) -> String? {
        try parse(try file.read() ?? "").first { $0.server.isSame(as: server) }?.fingerprint
    }

    /// Trusts a key for a server, in place of the one that was trusted before.
    ///
    /// - Parameters:
    ///   - fingerprint: The fingerprint.
    ///   - server: The server's address.
    /// - Throws: What ``fingerprint(of:)`` throws, and `ChatError` with code `invalid` when a line of the file cannot
    ///   hold the two.
    public func pin(_ fingerprint: String, for server: String) throws(ChatError) {
        try Self.check(fingerprint, server)
        try update { entries in
            entries.removeAll { $0.server.isSame(as: server) }
            entries.append(Entry(server: server, fingerprint: fingerprint))
        }
    }

    /// Trusts a key for a server if nothing else has been trusted for it since that was decided.
    ///
    /// - Parameters:
    ///   - fingerprint: The fingerprint.
    ///   - server: The server's address.
    ///   - known: What was trusted when it was decided; `nil` for nothing.
    /// - Throws: What ``pin(_:for:)`` throws, and `ChatError` with code `key-changed` when another key is trusted.
    public func pin(_ fingerprint: String, for server: String, replacing known: String?) throws(ChatError) {
        try Self.check(fingerprint, server)
        try update { entries throws(ChatError) in
            let current = entries.first { $0.server == server }?.fingerprint
            guard current == known || current == fingerprint || current == nil else {
                throw ChatError(
                    .keyChanged, "another key of \(server) was remembered meanwhile. Nothing was sent",
                    hint: "Repeat the command; if it is refused, one of the two servers is not the right one.")
            }
            entries.removeAll { $0.server == server }
            entries.append(Entry(server: server, fingerprint: fingerprint))
        }
    }

    /// Trusts no key for a server any more.
    ///
    /// - Parameter server: The server's address.
    /// - Throws: What ``fingerprint(of:)`` throws.
    public func forget(_ server: String) throws(ChatError) {
        try update { entries in entries.removeAll { $0.server.isSame(as: server) } }
    }

    private struct Entry {
        let server: String
        let fingerprint: String
    }

    private static func check(_ fingerprint: String, _ server: String) throws(ChatError) {
        guard isWord(server), isWord(fingerprint), fingerprint.hasPrefix("SHA256:"), !server.hasPrefix("#")
        else { throw ChatError(.invalid, "'\(server) \(fingerprint)' is no server and fingerprint") }
    }

    private func update(_ change: (inout [Entry]) throws(ChatError) -> Void) throws(ChatError) {
        try file.update { text throws(ChatError) in
            var entries = try parse(text ?? "")
            try change(&entries)
            return entries.map { "\($0.server) \($0.fingerprint)\n" }.joined()
        }
    }

    private func parse(_ text: String) throws(ChatError) -> [Entry] {
        var entries: [Entry] = []
        for (number, line) in LineFile.lines(text) {
            let parts = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, parts.allSatisfy(Self.isWord), parts[1].hasPrefix("SHA256:") else {
                throw ChatError(
                    .configuration, "\(file.shownAs), line \(number), is no server and fingerprint",
                    hint: "Remove that line.")
            }
            entries.append(Entry(server: parts[0], fingerprint: parts[1]))
        }
        return entries
    }

    private static func isWord(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
    }
}
