/// What a person types to search: `words "a phrase" -excluded build* from:bob has:file after:2026-10-01 before:1d`.
///
/// Everything must match, in any order. A value of this type has a filter, or at least one term that is not excluded. In
/// quotes everything is text; out of them `KEY:VALUE` is a filter when the key is `from`, `has`, `before` or `after`, and
/// refused when it nearly is, because a filter that is taken for a word finds nothing and does not say why. Any other
/// colon, as in `http://x`, is punctuation.
public struct SearchText: Sendable, Equatable {
    /// What to search for; a message matches when it has all of them and none of the excluded.
    public let terms: [SearchTerm]
    /// Only messages of this user.
    public let from: UserName?
    /// Only messages with a file.
    public let hasFile: Bool
    /// Only messages before this time, as it was written.
    public let before: String?
    /// Only messages at this time or later, as it was written.
    public let after: String?

    /// The most terms in one search.
    public static let mostTerms = 32

    /// Reads a search as a person writes it.
    ///
    /// - Throws: ``ChatError`` with code `usage`, which quotes what is wrong with the text.
    public init(_ text: String) throws(ChatError) {
        var terms: [SearchTerm] = []
        var filters = SearchFilters()
        for word in try SearchWord.words(of: text) {
            if try filters.take(word) { continue }
            guard word.term.hasToken else { throw Self.nothing(in: word.typed, code: .usage) }
            terms.append(word.term)
        }
        guard !terms.isEmpty || !filters.values.isEmpty else {
            throw ChatError(
                .usage, "there is nothing to search for in '\(text)'", hint: "Give at least one word to find.")
        }
        if let refusal = Self.refusal(of: terms, filters.values.isEmpty ? 1 : 0, code: .usage) { throw refusal }
        self.terms = terms
        from = filters.from
        hasFile = filters.values[.has] != nil
        before = filters.values[.before]
        after = filters.values[.after]
    }

    /// Checks terms that came from outside, such as over the wire.
    ///
    /// - Parameters:
    ///   - terms: The terms.
    ///   - isFiltered: Whether a sender, a file or a time bounds what is found.
    /// - Throws: ``ChatError`` with code `invalid` unless there are at most 32 terms of 1 to 256 bytes, each with a letter,
    ///   a digit or an emoji, and, without a filter, one that is not excluded.
    public static func check(_ terms: [SearchTerm], isFiltered: Bool = false) throws(ChatError) {
        if let refusal = refusal(of: terms, isFiltered ? 0 : 1, code: .invalid) { throw refusal }
    }

    private static func refusal(of terms: [SearchTerm], _ fewest: Int, code: ChatError.Code) -> ChatError? {
        guard (fewest...mostTerms).contains(terms.count) else {
            return ChatError(code, "a search has 1 to \(mostTerms) words or phrases, this has \(terms.count)")
        }
        for term in terms {
            let size = term.text.utf8.count
            guard size <= SearchTerm.longest else {
                return ChatError(
                    code, "'\(term.text)' has \(size) bytes, a word or phrase has at most \(SearchTerm.longest)")
            }
            guard term.hasToken else { return nothing(in: term.text, code: code) }
        }
        guard fewest > 0, let first = terms.first, terms.allSatisfy(\.isExcluded) else { return nil }
        return ChatError(
            code, "a search needs something to find, and '-\(first.text)' only leaves out",
            hint: "Add a word without '-'.")
    }

    private static func nothing(in text: String, code: ChatError.Code) -> ChatError {
        ChatError(
            code, "'\(text)' has no letter, digit or emoji to search for",
            hint: "Punctuation and other symbols are not searched.")
    }
}
