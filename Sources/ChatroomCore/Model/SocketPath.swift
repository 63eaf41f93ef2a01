public import Glibc

/// The path of a Unix domain socket, as both ends give it to the system; unix(7).
public enum SocketPath {
    /// The most bytes of a path, without the zero at its end.
    public static let longest = 107

    /// Makes sure that the system can take a path.
    ///
    /// - Parameter path: The path, as ``RawText`` has it.
    /// - Returns: The path.
    /// - Throws: ``ChatError`` with code `usage`.
    public static func checked(_ path: String) throws(ChatError) -> String {
        let count = RawText.bytes(of: path).count
        guard (1...longest).contains(count) else {
            throw ChatError(.usage, "a socket's path has 1 to \(longest) bytes, '\(path)' has \(count)")
        }
        return path
    }

    /// The address of a path that was ``checked(_:)``.
    public static func address(_ path: String) -> sockaddr_un {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: RawText.bytes(of: path).prefix(longest)) }
        return address
    }
}
