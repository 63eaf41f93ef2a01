/// The name of a room, such as `lobby` or `builds`: 1 to 32 of `a-z 0-9 . _ -`, the first a letter or digit.
///
/// A value of this type is always valid and in lower case, so no code past the edge of the program checks a room's
/// name again.
public struct RoomName: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The name in lower case, without `#`.
    public let text: String

    /// Reads a name as a person may write it: in any case, with or without a leading `#`.
    ///
    /// - Throws: ``ChatError`` with code `invalid`, which says what is wrong with the text.
    public init(_ text: String) throws(ChatError) {
        let bare = text.hasPrefix("#") ? String(text.dropFirst()) : text
        self.text = try NameRule.room.check(bare)
    }

    private init(known: String) { text = known }

    /// The global room, which everyone is in.
    public static let lobby = RoomName(known: "lobby")

    /// The name in lower case.
    public var description: String { text }

    /// Orders names by their bytes.
    public static func < (left: RoomName, right: RoomName) -> Bool { left.text < right.text }
}
