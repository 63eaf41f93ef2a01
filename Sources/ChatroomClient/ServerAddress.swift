public import ChatroomCore

/// Where a client finds its server: a host and port, or a socket in the file system.
public enum ServerAddress: Sendable, Hashable, CustomStringConvertible {
    /// A host name or address, and a port.
    case tcp(host: String, port: Int)
    /// A Unix domain socket.
    case unix(path: String)

    /// The port that is meant when none is given.
    public static let standardPort = 8888
    /// The server on this machine.
    public static let standard = ServerAddress.tcp(host: "localhost", port: standardPort)

    /// Reads `chat.example`, `chat.example:8888`, `[::1]:8888` or `unix:PATH`.
    ///
    /// - Throws: ``ChatError`` with code `usage`, or `invalid` for a host that is not UTF-8.
    public init(_ text: String) throws(ChatError) {
        if text.hasPrefix("unix:") {
            self = .unix(path: try SocketPath.checked(String(text.dropFirst(5))))
            return
        }
        let text = try RawText.text(text)
        var (host, port) = (text, Self.standardPort)
        let isBareIPv6 = text.count { $0 == ":" } > 1 && !text.hasPrefix("[")
        if !isBareIPv6, !text.hasSuffix("]"), let colon = text.lastIndex(of: ":") {
            guard let number = UInt16(text[text.index(after: colon)...]), number > 0 else {
                throw Self.malformed(text)
            }
            (host, port) = (String(text[..<colon]), Int(number))
        }
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        let isPlain = host.unicodeScalars.allSatisfy { $0.value > 32 && $0.value < 127 && $0 != "/" && $0 != "@" }
        guard !host.isEmpty, isPlain else { throw Self.malformed(text) }
        self = .tcp(host: host.asciiLowercased, port: port)
    }

    private static func malformed(_ text: String) -> ChatError {
        ChatError(.usage, "'\(text)' is not a server address", hint: "One looks like chat.example:8888 or unix:PATH.")
    }

    /// Whether the server is on this machine.
    public var isLocal: Bool {
        switch self {
        case .tcp(let host, _):
            // A name may begin with 127. too.
            host == "localhost" || host == "::1"
                || host.hasPrefix("127.") && host.allSatisfy { $0.isASCII && $0.isNumber || $0 == "." }
        case .unix: true
        }
    }

    /// The address as it is written on a command line and in the file of known servers.
    public var description: String {
        switch self {
        case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .unix(let path): "unix:\(path)"
        }
    }
}
