// The circle is in the language: a mention is a name, and where a name may end is a matter of mentions and addresses.

/// Finds the users that a text addresses with `@name`.
///
/// Pure and the same at both ends, so mentions are derived from the text and never stored beside it. An `@` counts at
/// the start or after a byte that cannot be part of a name, so `bob@example.org` mentions nobody, nor does a web address
/// with an `@` in it. Colour codes are not there.
///
/// A dot, a hyphen or an underscore at the end of a name is taken for the sentence's. Accounts from before such names were
/// refused are mentioned as well: whoever asks for one user, or knows who there is, looks for both.
public enum Mentions {
    /// The names mentioned, in order of first appearance, each once.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - limit: The most names to look for.
    /// - Returns: The names.
    public static func names(in text: String, atMost limit: Int = .max) -> [UserName] {
        var names: [UserName] = []
        var known: Set<UserName> = []
        read(text) { word in
            if let name = name(trimmed(word)), known.insert(name).inserted { names.append(name) }
            return names.count < limit
        }
        return names
    }

    /// The names that may be meant, those included that end in what ends a sentence: at most three for each mention.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - limit: The most mentions to look for that differ.
    /// - Returns: The names, in order of first appearance, each once.
    public static func possibleNames(in text: String, atMost limit: Int = .max) -> [UserName] {
        var names: [UserName] = []
        var known: Set<UserName> = []
        var count = 0
        read(text) { word in
            let new = possible(word).filter { known.insert($0).inserted }
            names += new
            count += new.isEmpty ? 0 : 1
            return count < limit
        }
        return names
    }

    /// Whether a text mentions a user.
    public static func include(_ user: UserName, in text: String) -> Bool {
        var isThere = false
        read(text) { word in
            isThere = possible(word).contains(user)
            return !isThere
        }
        return isThere
    }

    /// Whether an `@` and a user's name stand anywhere in a text, whatever is around them.
    public static func stand(_ user: UserName, in text: String) -> Bool {
        let wanted = Array("@\(user.text)".utf8)
        var bytes = text.utf8.map { (0x41...0x5A).contains($0) ? $0 + 32 : $0 }[...]
        while let place = bytes.firstIndex(of: UInt8(ascii: "@")) {
            if bytes[place...].starts(with: wanted) { return true }
            bytes = bytes[(place + 1)...]
        }
        return false
    }

    /// Reads the words behind each `@` that counts, until it is told to stop.
    static func read(_ text: String, _ take: (Substring.UTF8View) -> Bool) {
        guard text.utf8.contains(UInt8(ascii: "@")) else { return }
        let text = ColourCodes.removed(from: text)
        var address = WebAddressScan()
        var before: UInt8 = UInt8(ascii: " ")
        var rest = Substring(text).utf8
        while let byte = rest.popFirst() {
            address.take(byte)
            if byte == UInt8(ascii: "@"), !isNameByte(before), !address.isInside {
                guard take(rest.prefix(while: isNameByte)) else { return }
            }
            before = byte
        }
    }

    /// A word without what may end a sentence.
    static func trimmed(_ word: Substring.UTF8View) -> Substring.UTF8View {
        var word = word
        while let last = word.last, !isAlphanumeric(last) { word.removeLast() }
        return word
    }

    /// The names that a word may be: without what may end a sentence, as it is, and without the last byte.
    private static func possible(_ word: Substring.UTF8View) -> [UserName] {
        let trimmed = trimmed(word)
        guard trimmed.endIndex < word.endIndex else { return name(word).map { [$0] } ?? [] }
        var names: [UserName] = []
        for word in [trimmed, word, word.dropLast()] {
            if let name = name(word), !names.contains(name) { names.append(name) }
        }
        return names
    }

    private static func name(_ word: Substring.UTF8View) -> UserName? {
        // Longer ones are none, and there may be many.
        guard (1...32).contains(word.prefix(33).count) else { return nil }
        return try? UserName(String(decoding: word, as: UTF8.self))
    }

    static func isNameByte(_ byte: UInt8) -> Bool {
        isAlphanumeric(byte) || [UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-")].contains(byte)
    }

    static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
