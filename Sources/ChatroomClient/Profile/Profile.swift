public import ChatroomCore
public import ChatroomSystem

/// Which server to talk to and under which name its login is kept; settled once, before anything is sent.
public struct Profile: Equatable, Sendable {
    /// The profile: `--profile`, else `CHATROOM_PROFILE`, else `default`.
    public let name: ProfileName
    /// The server's address: `--server`, else `CHATROOM_SERVER`, else the profile's file, else `localhost:8888`.
    public let server: String

    /// The server when nothing names another.
    public static let defaultServer = "localhost:8888"

    /// Settles the two.
    ///
    /// - Parameters:
    ///   - profile: What `--profile` says.
    ///   - server: What `--server` says.
    ///   - environment: The environment.
    /// - Throws: `ChatError` with code `usage` when a name is none, `configuration` or `file-access` when the
    ///   profile's file cannot be used.
    public init(profile: String?, server: String?, environment: Environment) throws(ChatError) {
        if let chosen = profile ?? environment["CHATROOM_PROFILE"] {
            name = try ProfileName(try RawText.text(chosen))
        } else {
            name = .default
        }
        // A socket's path keeps its bytes.
        if let server = server ?? environment["CHATROOM_SERVER"] {
            self.server = server
        } else {
            self.server = try ProfileSettings.read(name, in: environment).server ?? Self.defaultServer
        }
    }
}
