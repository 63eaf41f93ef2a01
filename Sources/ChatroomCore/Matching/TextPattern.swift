/// A regular expression for texts that others wrote: whatever they write, looking takes time in proportion to its
/// length.
///
/// All ways through the pattern are followed at once, one character after the other, as Ken Thompson described in
/// "Regular Expression Search Algorithm" (CACM, June 1968). A matcher that tries one way after the other, as most do,
/// takes the square of the length for `.*x.*` and every power of two for `(a+)+$`, so that one message could occupy it
/// for hours. What needs such a matcher, references back and looking around, is refused.
///
/// What is matched are characters of Unicode, one code point each, not what a person sees as one.
public struct TextPattern: Sendable {
    /// The most bytes that a pattern may have.
    public static let longest = 1024

    /// The pattern as it was written.
    public let text: String
    private let program: PatternProgram

    /// Reads a pattern.
    ///
    /// - Parameter text: The pattern; its syntax is in chatroom-listen(1).
    /// - Throws: `ChatError` with code `usage`, which says what is wrong with it.
    public init(_ text: String) throws(ChatError) {
        self.text = text
        do throws(PatternFault) {
            guard text.utf8.count <= Self.longest else { throw PatternFault("it is longer than 1,024 bytes") }
            var parser = PatternParser(text)
            program = try PatternProgram(try parser.read())
        } catch {
            throw ChatError(
                .usage, "'\(text)' is not a regular expression: \(error.reason)",
                hint: error.hint ?? "Quote it for the shell: --match 'fail(ed|ure)'.")
        }
    }

    /// Whether a text holds a match.
    public func matches(_ text: String) -> Bool { look(in: text).isFound }

    /// Looks for a match, and counts.
    ///
    /// - Parameter text: The text.
    /// - Returns: Whether there is one, and after how many steps that was known; at most ``mostSteps(in:)``.
    public func look(in text: String) -> (isFound: Bool, steps: Int) {
        var run = PatternRun(program)
        let isFound = run.finds(Array(text.unicodeScalars))
        return (isFound, run.steps)
    }

    /// The most steps that looking for a match in a text of so many characters takes.
    public func mostSteps(in length: Int) -> Int { 2 * program.instructions.count * (length + 1) }
}

/// What is wrong with a pattern.
struct PatternFault: Error {
    /// What is wrong, for the end of a sentence.
    let reason: String
    /// What to write instead.
    let hint: String?

    init(_ reason: String, hint: String? = nil) {
        self.reason = reason
        self.hint = hint
    }
}
