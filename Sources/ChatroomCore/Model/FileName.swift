/// What the sender calls a file: the last part of a path, never a path.
///
/// It is text from a stranger to whoever receives it: a receiver makes a name of its own from it before a file is made.
public struct FileName: Hashable, Sendable, CustomStringConvertible {
    /// The most bytes of UTF-8, which is also what most file systems take.
    public static let longest = 255

    /// The name: 1 to 255 bytes without `/`, control characters and line breaks, neither `.` nor `..`.
    public let text: String

    /// The name as it is.
    public var description: String { text }

    /// Takes a name.
    ///
    /// - Throws: ``ChatError`` with code `invalid`.
    public init(_ text: String) throws(ChatError) {
        guard (1...Self.longest).contains(text.utf8.count) else {
            throw ChatError(
                .invalid, "a file name has 1 to \(Self.longest) bytes, this has \(text.utf8.count)")
        }
        guard text != ".", text != ".." else { throw ChatError(.invalid, "'\(text)' is not a file name") }
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator:
                throw ChatError(.invalid, "a file name cannot contain control characters")
            default: break
            }
            guard scalar != "/" else { throw ChatError(.invalid, "a file name cannot contain '/'") }
        }
        self.text = text
    }
}
