internal import ChatroomCore

/// The name of a profile: 1 to 64 of `a-z A-Z 0-9 . _ -`, the first no dot, so that it is the name of a file.
public struct ProfileName: Hashable, Sendable, CustomStringConvertible {
    /// The name.
    public let text: String

    /// The profile that is used when none is chosen.
    public static let `default` = ProfileName(known: "default")

    private init(known: String) { text = known }

    /// Reads a profile's name.
    ///
    /// - Throws: `ChatError` with code `usage`, which quotes the text.
    init(_ text: String) throws(ChatError) {
        guard !text.hasPrefix("."), let name = try? Cursor.Name(text) else {
            throw ChatError(
                .usage, "'\(text)' is not a name for a profile", hint: "It has 1 to 64 of letters a-z, digits and . _ -"
            )
        }
        self.text = name.text
    }

    /// The name.
    public var description: String { text }
}
