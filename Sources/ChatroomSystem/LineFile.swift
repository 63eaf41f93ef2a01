/// Files of one entry a line.
public enum LineFile {
    /// The lines that are neither empty nor a comment, each with its number, counted from 1.
    public static func lines(_ text: String) -> [(number: Int, line: Substring)] {
        text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
            .map { (number: $0.offset + 1, line: $0.element) }
            .filter { !$0.line.isEmpty && !$0.line.hasPrefix("#") }
    }
}
