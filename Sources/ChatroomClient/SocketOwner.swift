public import ChatroomCore
internal import ChatroomSystem
internal import Glibc

/// Whether whoever listens at a Unix socket is the one who may be there: a socket has no key, so its place must speak
/// for it.
///
/// Trusted are this user, root, a user who was named, and a user to whom the place belongs: nobody else can write in any
/// directory on the way to the socket. A directory such as /tmp where everybody may make names speaks for nobody, sticky
/// or not, because the first to come takes the name.
public struct SocketOwner: Sendable {
    /// The user id of a socket's other end.
    public typealias ID = UInt32

    /// What the kernel says of users who do not exist in this namespace; two of them need not be one.
    private static let overflow: ID = 65534
    /// The most links on the way to a socket, as the kernel has it.
    private static let mostLinks = 40

    private let user: ID
    /// What is known of a file; `nil` when there is none.
    private let status: @Sendable (String) -> Status?

    /// What is known of a file on the way.
    struct Status {
        var owner: ID
        var mode: UInt32
        /// Where it leads, if it is a link.
        var link: String?
    }

    /// Decides for this process's user and file system.
    init() { self.init(user: geteuid(), status: Self.look) }

    /// Decides for any user and file system.
    init(user: ID, status: @escaping @Sendable (String) -> Status?) {
        self.user = user
        self.status = status
    }

    /// Reads `uid:1000`.
    ///
    /// - Throws: ``ChatError`` with code `usage`.
    public static func id(_ text: String) throws(ChatError) -> ID {
        guard text.hasPrefix("uid:"), let id = ID(text.dropFirst(4)), "uid:\(id)" == text else {
            throw ChatError(
                .usage, "a socket has no key, '\(text)' cannot be its fingerprint",
                hint: "--fingerprint uid:N names the user who must listen there.")
        }
        return id
    }

    /// Refuses a listener who may not be there.
    ///
    /// - Parameters:
    ///   - peer: Who listens.
    ///   - path: The socket, absolute or from the working directory.
    ///   - expected: The only user to accept; `nil` when the place decides.
    /// - Throws: ``ChatError`` with code `key-changed` or `key-unknown`.
    func check(_ peer: ID, at path: String, expected: ID?) throws(ChatError) {
        if let expected {
            guard peer == expected else {
                throw ChatError(
                    .keyChanged, "user \(peer) listens at unix:\(path), not user \(expected). Nothing was sent",
                    hint: "Ask the administrator whose the server is.")
            }
        } else if peer != user, peer != 0, peer == Self.overflow || !isPlace(of: peer, path) {
            throw ChatError(
                .keyUnknown,
                "user \(peer) listens at unix:\(path), in a place that others may write to. Nothing was sent",
                hint: "If that user is to be trusted with your login, pass --fingerprint uid:\(peer).")
        }
    }

    /// Whether only root, this user and the peer may write in every directory on the way.
    private func isPlace(of peer: ID, _ path: String) -> Bool {
        var (rest, directory, links) = (Self.parts(path), [String](), 0)
        guard isSafe(directory, for: peer) else { return false }
        while !rest.isEmpty {
            let name = rest.removeFirst()
            if name == ".." {
                _ = directory.popLast()
                continue
            }
            guard let found = status("/" + (directory + [name]).joined(separator: "/")) else { return false }
            if let link = found.link {
                links += 1
                guard links <= Self.mostLinks else { return false }
                if link.hasPrefix("/") { directory = [] }
                rest = Self.parts(link) + rest
            } else if rest.isEmpty {
                return true
            } else {
                directory.append(name)
                guard isSafe(directory, for: peer) else { return false }
            }
        }
        return false
    }

    private func isSafe(_ directory: [String], for peer: ID) -> Bool {
        guard let found = status("/" + directory.joined(separator: "/")) else { return false }
        return found.owner == peer || [0, user].contains(found.owner) && found.mode & 0o022 == 0
    }

    private static func parts(_ path: String) -> [String] {
        path.split(separator: "/").map(String.init).filter { $0 != "." }
    }

    @Sendable private static func look(_ path: String) -> Status? {
        guard let status = Directory.working.status(of: path) else { return nil }
        guard status.st_mode & S_IFMT == S_IFLNK else { return Status(owner: status.st_uid, mode: status.st_mode) }
        guard let bytes = Directory.working.target(of: path), !bytes.isEmpty,
            let link = String(validating: bytes, as: UTF8.self)
        else { return nil }
        return Status(owner: status.st_uid, mode: status.st_mode, link: link)
    }

    /// A path from the root.
    static func absolute(_ path: String) -> String? {
        guard !path.hasPrefix("/") else { return path }
        var bytes = [CChar](repeating: 0, count: 4096)
        guard getcwd(&bytes, bytes.count) != nil else { return nil }
        let directory = String(validating: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return directory.map { "\($0)/\(path)" }
    }
}
