internal import ChatroomClient
internal import ChatroomCore
internal import ChatroomSystem

/// The file in which a profile's shells keep where they were left: a line for each user of each server, newest last.
struct LastPlaceFile: Sendable {
    private let file: PrivateFile

    /// The most lines that are kept.
    private static let limit = 100

    /// Names the file; it need not exist.
    ///
    /// - Parameters:
    ///   - profile: The profile.
    ///   - environment: The environment.
    /// - Throws: `ChatError` with code `configuration` when there is no home directory.
    init(profile: ProfileName, environment: Environment) throws(ChatError) {
        file = PrivateFile("shell-places-\(profile)", in: try environment.stateDirectory, environment: environment)
    }

    /// Where a user was on a server; `nil` when that was not kept.
    func load(_ user: UserName, on server: String) throws(ChatError) -> Target? {
        let start = Self.start(user, server)
        let line = (try file.read() ?? "").split(separator: "\n").last { $0.hasPrefix(start) }
        return line.flatMap { try? Target(String($0.dropFirst(start.count))) }
    }

    /// Keeps where a user is.
    func save(_ target: Target, of user: UserName, on server: String) throws(ChatError) {
        let start = Self.start(user, server)
        try file.update { text in
            let others = (text ?? "").split(separator: "\n").filter { !$0.hasPrefix(start) }.map(String.init)
            return (others.suffix(Self.limit - 1) + ["\(start)\(target)"]).map { "\($0)\n" }.joined()
        }
    }

    private static func start(_ user: UserName, _ server: String) -> String { "\(user)\t\(server)\t" }
}
