public import ChatroomCore

/// Where a server accepts connections: an address and port, or a socket in the file system.
public enum ListenAddress: Sendable, Hashable, CustomStringConvertible {
    /// An IPv4 or IPv6 address, or a host name, and a port; port 0 takes any free one.
    case tcp(host: String, port: Int)
    /// A Unix domain socket.
    case unix(path: String)
    /// A stream socket that is bound already, by whoever started this process.
    case inherited(descriptor: Int32)

    /// The address that is used when none is given.
    public static let standard = ListenAddress.tcp(host: "127.0.0.1", port: 8888)

    /// Reads `127.0.0.1:8888`, `[::1]:8888`, `:8888` (every interface) or `unix:PATH`.
    ///
    /// - Throws: ``ChatError`` with code `usage`, or `invalid` for a host that is not UTF-8.
    public init(_ text: String) throws(ChatError) {
        if text.hasPrefix("unix:") {
            self = .unix(path: try SocketPath.checked(String(text.dropFirst(5))))
            return
        }
        let text = try RawText.text(text)
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            throw ChatError(.usage, "'\(text)' is no address to listen on", hint: "One looks like 127.0.0.1:8888.")
        }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = String(host.dropFirst().dropLast())
        } else if host.contains(":") {
            throw ChatError(.usage, "'\(text)' is no address to listen on", hint: "IPv6 looks like [::1]:8888.")
        }
        guard host.unicodeScalars.allSatisfy({ $0.value > 32 && $0.value < 127 && $0 != "/" && $0 != "@" }) else {
            throw ChatError(.usage, "'\(text)' is no address to listen on", hint: "One looks like 127.0.0.1:8888.")
        }
        self = .tcp(host: host.isEmpty ? "::" : host, port: Int(port))
    }

    /// Whether only this machine can reach it.
    public var isLocal: Bool {
        switch self {
        case .tcp(let host, _):
            // A name may begin with 127. too.
            host == "localhost" || host == "::1"
                || host.hasPrefix("127.") && host.allSatisfy { $0.isASCII && $0.isNumber || $0 == "." }
        case .unix: true
        case .inherited: false
        }
    }

    /// The address as it is written on a command line.
    public var description: String {
        switch self {
        case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .unix(let path): "unix:\(path)"
        case .inherited(let descriptor): "descriptor \(descriptor)"
        }
    }
}
