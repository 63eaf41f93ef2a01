/// Whom a command addresses: a room (`lobby`, `ops`) or a user (`@bob`).
///
/// A direct conversation has a different target at each of its two ends; the log has one
/// ``Conversation/ID`` for both.
public enum Target: Hashable, Sendable, CustomStringConvertible {
    /// A room, the lobby among them.
    case room(RoomName)
    /// The direct conversation with a user.
    case direct(UserName)

    /// The global room.
    public static let lobby = Target.room(.lobby)

    /// Reads `lobby`, `ops`, `#ops` or `@bob`.
    ///
    /// - Throws: ``ChatError`` with code `invalid`, which says what is wrong with the text.
    public init(_ text: String) throws(ChatError) {
        if text.hasPrefix("@") {
            self = .direct(try UserName(text))
        } else {
            self = .room(try RoomName(text))
        }
    }

    /// The target as it is written on a command line: `ops` or `@bob`.
    public var description: String {
        switch self {
        case .room(let name): name.text
        case .direct(let name): "@\(name.text)"
        }
    }

    /// Whether it is a conversation of two.
    public var isDirect: Bool { if case .direct = self { true } else { false } }
}
