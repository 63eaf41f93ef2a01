internal import ChatroomCore
public import ChatroomSystem
internal import Glibc

/// The code that makes an account the first administrator's, in a file that only the user who runs the server may read.
///
/// A server says where its file is, and may be anybody's. So nothing is read that is not such a file of this user's own
/// (root's are all), and its code is shown to no other server than the one whose key or user the file names.
public struct FirstAccountFile: Sendable {
    /// The last part of its path.
    private static let name = "first-account"
    /// The places where it may be.
    private let paths: [String]

    /// Looks where a server of this user keeps its data, and where a server says.
    ///
    /// - Parameters:
    ///   - told: What the server says.
    ///   - environment: The environment.
    public init(told: String?, environment: Environment) {
        let own = (try? environment.serverData(nil)).map { "\($0)/\(Self.name)" }
        paths = [own, told].compactMap(\.self)
    }

    /// The code for a server.
    ///
    /// - Parameter server: What it has shown of itself.
    /// - Returns: `nil` when this user may not be its administrator, as far as can be seen here.
    public func code(for server: ServerIdentity?) -> String? {
        paths.lazy.compactMap { Self.code(for: server, in: $0) }.first
    }

    private static func code(for server: ServerIdentity?, in path: String) -> String? {
        // Before it is opened: to open a device may do something.
        guard path.hasPrefix("/"), path.hasSuffix("/\(name)"), let named = Directory.working.status(of: path),
            named.st_mode & S_IFMT == S_IFREG,
            let file = Descriptor(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY), let status = file.status,
            status.st_mode & S_IFMT == S_IFREG, status.st_mode & 0o077 == 0,
            status.st_uid == geteuid() || geteuid() == 0,
            let lines = file.read(upTo: 256).map({ String(decoding: $0, as: UTF8.self).split(separator: "\n") }),
            lines.count == 2
        else { return nil }
        switch server {
        case .key(let key) where key.description == lines[1]: return String(lines[0])
        case .user(let user) where user == status.st_uid || user == 0: return String(lines[0])
        default: return nil
        }
    }
}
