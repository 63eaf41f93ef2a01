/// One piece of a search as it was typed: a word, a phrase in quotes, or what may be a filter.
struct SearchWord: Equatable {
    /// Without quotes, the `-` before and the `*` after it.
    var text = ""
    /// As it was typed.
    var typed = ""
    /// Whether it began with a quote.
    var isQuoted = false
    var isExcluded = false
    var isPrefix = false

    var term: SearchTerm {
        SearchTerm(text: text, isPhrase: isQuoted, isPrefix: isPrefix, isExcluded: isExcluded)
    }

    /// Takes a text apart at white space and quotes.
    ///
    /// - Throws: ``ChatError`` with code `usage` when a quote stays open.
    static func words(of text: String) throws(ChatError) -> [SearchWord] {
        // Scalars, because a quote and an accent that follows it make one character.
        var rest = Substring(text).unicodeScalars
        var words: [SearchWord] = []
        while let first = rest.first {
            if first.properties.isWhitespace {
                rest.removeFirst()
            } else {
                words.append(try SearchWord(takenFrom: &rest, of: text))
            }
        }
        return words
    }

    private init(takenFrom rest: inout Substring.UnicodeScalarView, of text: String) throws(ChatError) {
        let start = rest
        if rest.first == "-" {
            isExcluded = true
            rest.removeFirst()
        }
        if rest.first == "\"" {
            isQuoted = true
            self.text = try Self.quoted(&rest, of: text)
        } else {
            self.text = try Self.unquoted(&rest, of: text)
        }
        // Of an unquoted word the stars are in the text already.
        while rest.first == "*" {
            isPrefix = true
            rest.removeFirst()
        }
        while !isQuoted, self.text.hasSuffix("*") {
            isPrefix = true
            self.text.removeLast()
        }
        typed = String(start[..<rest.startIndex])
    }

    /// A word up to white space or a quote; a quote after a colon begins a value: `after:"2026-10-01 10:30"`.
    private static func unquoted(_ rest: inout Substring.UnicodeScalarView, of text: String) throws(ChatError) -> String
    {
        let word = rest.prefix { !$0.properties.isWhitespace && $0 != "\"" }
        rest = rest[word.endIndex...]
        let value = word.last == ":" && rest.first == "\"" ? try quoted(&rest, of: text) : ""
        return String(word) + value
    }

    /// What stands between a quote and the next.
    private static func quoted(_ rest: inout Substring.UnicodeScalarView, of text: String) throws(ChatError) -> String {
        rest.removeFirst()
        guard let end = rest.firstIndex(of: "\"") else {
            throw ChatError(
                .usage, "a quote in '\(text)' is not closed", hint: "Put '\"' at both ends of a phrase.")
        }
        let phrase = String(rest[..<end])
        rest = rest[rest.index(after: end)...]
        return phrase
    }
}
