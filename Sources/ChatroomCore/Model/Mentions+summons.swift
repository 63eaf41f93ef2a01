extension Mentions {
    /// Whom a text addresses without naming them.
    public enum Summons: String, Hashable, Sendable {
        /// `@all`: all members of the room.
        case all
        /// `@here`: those of them who are there.
        case here
    }

    /// Whom a text would address if its sender may, everybody before those who are there.
    ///
    /// Nobody has one of these names.
    public static func summons(in text: String) -> Summons? {
        var found: Summons?
        read(text) { word in
            let word = String(decoding: trimmed(word), as: UTF8.self).asciiLowercased
            found = Summons(rawValue: word) ?? found
            return found != .all
        }
        return found
    }
}
