public import ChatroomCore

/// Splits a command that is given as one text, such as `./handle.sh --fast "a b"`, into its words, without a shell.
///
/// Whitespace separates; single quotes, double quotes and the backslash work as in sh(1). Nothing is expanded and
/// nothing else is special: `$HOME`, `*` and `|` stay what they are. Whoever wants more writes `sh -c '...'`.
public enum CommandWords {
    /// Splits a command.
    ///
    /// - Parameter text: The command.
    /// - Returns: Its words, at least one, the first of which is not empty.
    /// - Throws: `ChatError` with code `usage` when a quote is left open, a backslash ends the text, or there is no
    ///   command.
    public static func split(_ text: String) throws(ChatError) -> [String] {
        let words = try words(of: text)
        guard let first = words.first, !first.isEmpty else {
            throw ChatError(.usage, "the command is empty", hint: "Give a program and its arguments.")
        }
        return words
    }

    /// Splits what need not be a command.
    ///
    /// - Parameter text: The text.
    /// - Returns: Its words, of which there may be none.
    /// - Throws: `ChatError` with code `usage` when a quote is left open or a backslash ends the text.
    public static func words(of text: String) throws(ChatError) -> [String] {
        var splitter = Splitter(text)
        return try splitter.words()
    }

    /// Splits off the first word.
    ///
    /// - Parameter text: The text.
    /// - Returns: The word, empty when there is none, and all that comes after it as it stands.
    /// - Throws: `ChatError` with code `usage` when a quote is left open in the word.
    public static func first(of text: String) throws(ChatError) -> (word: String, rest: String) {
        var splitter = Splitter(text)
        return (try splitter.first() ?? "", splitter.left.trimmed)
    }
}

extension String {
    /// Without whitespace at its ends.
    fileprivate var trimmed: String {
        let isSpace: (Unicode.Scalar) -> Bool = { $0.properties.isWhitespace }
        let start = unicodeScalars.drop(while: isSpace)
        let end = start.reversed().drop(while: isSpace)
        return String(String.UnicodeScalarView(end.reversed()))
    }
}

/// One text on its way to words.
private struct Splitter {
    private let text: String
    private var rest: String.UnicodeScalarView.Iterator
    /// The word that was begun; a quote begins one even if nothing is in it.
    private var word: String.UnicodeScalarView?

    init(_ text: String) {
        self.text = text
        rest = text.unicodeScalars.makeIterator()
    }

    /// What was not looked at yet.
    var left: String {
        var rest = rest
        var left = String.UnicodeScalarView()
        while let scalar = rest.next() { left.append(scalar) }
        return String(left)
    }

    mutating func words() throws(ChatError) -> [String] {
        var words: [String] = []
        while let word = try first() { words.append(word) }
        return words
    }

    /// The next word; `nil` at the end.
    mutating func first() throws(ChatError) -> String? {
        word = nil
        while let scalar = rest.next() {
            switch scalar {
            case " ", "\t", "\n", "\r": if let word { return String(word) }
            case "'": try takeLiteral()
            case "\"": try takeQuoted()
            case "\\":
                // A line that ends in a backslash goes on in the next one.
                if let escaped = try next("a backslash at the end"), escaped != "\n" { add(escaped) }
            default: add(scalar)
            }
        }
        return word.map { String($0) }
    }

    private mutating func takeLiteral() throws(ChatError) {
        add(nil)
        while let scalar = try next("an open '"), scalar != "'" { add(scalar) }
    }

    private mutating func takeQuoted() throws(ChatError) {
        add(nil)
        while let scalar = try next("an open \""), scalar != "\"" {
            guard scalar == "\\", let escaped = try next("an open \"") else {
                add(scalar)
                continue
            }
            // Within double quotes a backslash is one unless what follows would be special there.
            if !"$`\"\\\n".unicodeScalars.contains(escaped) { add("\\") }
            if escaped != "\n" { add(escaped) }
        }
    }

    private mutating func add(_ scalar: Unicode.Scalar?) {
        if word == nil { word = String.UnicodeScalarView() }
        if let scalar { word?.append(scalar) }
    }

    /// The next character, which must be there; optional only to suit `while let`.
    private mutating func next(_ otherwise: String) throws(ChatError) -> Unicode.Scalar? {
        guard let scalar = rest.next() else {
            throw ChatError(.usage, "the command has \(otherwise): \(text)")
        }
        return scalar
    }
}
