/// The name of a user, such as `alice` or `ci.nightly`: 1 to 32 of `a-z 0-9 . _ -`, the first a letter or digit.
///
/// A value of this type is always valid and in lower case, so two names that differ in case only are equal and no code
/// past the edge of the program checks a name again.
public struct UserName: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The name in lower case, without `@`.
    public let text: String

    /// Reads a name as a person may write it: in any case, with or without a leading `@`.
    ///
    /// - Throws: ``ChatError`` with code `invalid`, which says what is wrong with the text.
    public init(_ text: String) throws(ChatError) {
        let bare = text.hasPrefix("@") ? String(text.dropFirst()) : text
        self.text = try NameRule.user.check(bare)
    }

    /// Checks that somebody who has no account yet may be called so.
    ///
    /// Accounts with other names stay what they are.
    ///
    /// - Throws: ``ChatError`` with code `invalid` when the name ends in a dot, a hyphen or an underscore, which would be
    ///   taken for the end of a sentence where somebody is mentioned.
    public func checkNew() throws(ChatError) {
        guard let last = text.utf8.last, Mentions.isAlphanumeric(last) else {
            throw ChatError(
                .invalid, "a user name ends with a letter or a digit, '\(text)' does not",
                hint: "In 'ask @bob.' the dot ends the sentence.")
        }
    }

    /// The name in lower case.
    public var description: String { text }

    /// Orders names by their bytes.
    public static func < (left: UserName, right: UserName) -> Bool { left.text < right.text }
}
