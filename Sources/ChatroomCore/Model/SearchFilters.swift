/// The `KEY:VALUE` pieces of a search, taken one at a time.
struct SearchFilters {
    enum Key: String, CaseIterable {
        case from, has, before, after

        /// How it is used, for hints.
        var usage: String {
            switch self {
            case .from: "Write 'from:NAME'."
            case .has: "'has:file' finds messages with a file; no other value is known."
            case .before: "Write a day or a time, such as 'before:2026-11-01' or 'before:today'."
            case .after: "Write a day or a time, such as 'after:2026-10-01' or 'after:monday'."
            }
        }
    }

    private(set) var values: [Key: String] = [:]
    private(set) var from: UserName?

    /// Takes a word if it is a filter.
    ///
    /// - Returns: Whether it was taken; if not it is something to search for.
    /// - Throws: ``ChatError`` with code `usage` when it is a filter that is wrong, or is nearly one.
    mutating func take(_ word: SearchWord) throws(ChatError) -> Bool {
        guard !word.isQuoted, let colon = word.text.firstIndex(of: ":") else { return false }
        let name = String(word.text[..<colon])
        let value = String(word.text[word.text.index(after: colon)...])
        guard let key = Key(rawValue: name.asciiLowercased) else {
            // `format:` at the end of a phrase is a word; only what has a value was meant as a filter.
            guard !value.isEmpty, let near = Suggestion.nearest(to: name, in: Key.allCases.map(\.rawValue)) else {
                return false
            }
            throw ChatError(
                .usage, "no such filter '\(name):' in '\(word.typed)'",
                hint: "Did you mean '\(near):'? Put it in quotes to search for the words.")
        }
        guard !word.isExcluded else {
            throw ChatError(
                .usage, "'\(word.typed)' cannot be left out, only words and phrases can",
                hint: "Put it in quotes to search for the words.")
        }
        guard !value.isEmpty else { throw ChatError(.usage, "'\(word.typed)' has no value", hint: key.usage) }
        guard !word.isPrefix, key != .has || value.asciiLowercased == "file" else {
            throw ChatError(.usage, "'\(word.typed)' is not understood", hint: key.usage)
        }
        guard values.updateValue(value, forKey: key) == nil else {
            throw ChatError(.usage, "'\(word.typed)' is a second '\(key.rawValue):'", hint: "Give each filter once.")
        }
        if key == .from { from = try Self.user(value, in: word) }
        return true
    }

    private static func user(_ name: String, in word: SearchWord) throws(ChatError) -> UserName {
        do {
            return try UserName(name)
        } catch {
            throw ChatError(.usage, "'\(word.typed)' names no user: \(error.message)")
        }
    }
}
