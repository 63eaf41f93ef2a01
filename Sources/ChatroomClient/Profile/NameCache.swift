internal import ChatroomCore
public import ChatroomSystem

/// The names that were seen under a profile on a server, for completion: a line each in `~/.cache/chatroom/names`, its
/// parts apart by a tab: profile, server, name, newest first.
///
/// A name is a room, `@` and a user, or a file's id, so that the first letters tell what it is. Nothing depends on it:
/// what cannot be read is empty, what cannot be written is left.
public struct NameCache: Sendable {
    /// The most names that are kept, of all profiles and servers.
    public static let limit = 4000

    private let file: PrivateFile
    private let place: String

    /// Names the file, which need not exist; `nil` when there is no place for it.
    public init?(_ profile: Profile, _ environment: Environment) {
        guard let directory = try? environment.cacheDirectory, !profile.server.utf8.contains(where: { $0 < 0x20 })
        else { return nil }
        file = PrivateFile("names", in: directory, environment: environment)
        place = "\(profile.name)\t\(profile.server)\t"
    }

    /// The names, newest first.
    public var names: [String] {
        guard let text = try? file.read() else { return [] }
        return LineFile.lines(text).map(\.line).filter { $0.hasPrefix(place) }.map { String($0.dropFirst(place.count)) }
    }

    /// Adds names that were seen.
    ///
    /// - Parameter names: Rooms, `@` and users, ids of files; the first come first.
    public func note(_ names: [String]) {
        let known = Set(self.names)
        let new = names.filter { !known.contains($0) }
        guard !new.isEmpty else { return }
        try? file.update { text in
            let lines =
                new.prefix(Self.limit).map { "\(place)\($0)" } + (text ?? "").split(separator: "\n").map(String.init)
            return lines.prefix(Self.limit).map { "\($0)\n" }.joined()
        }
    }
}
