/// Finds the users that a text addresses with `@name`.
///
/// Pure and the same at both ends, so mentions are derived from the text and never stored beside it. An `@` counts at
/// the start or after a byte that cannot be part of a name, so `bob@example.org` mentions nobody.
public enum Mentions {
    /// The names mentioned, in order of first appearance, each once.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - limit: The most names to look for.
    /// - Returns: The names.
    public static func names(in text: String, atMost limit: Int = .max) -> [UserName] {
        guard text.utf8.contains(UInt8(ascii: "@")) else { return [] }
        var names: [UserName] = []
        var known: Set<UserName> = []
        var before: UInt8 = UInt8(ascii: " ")
        var rest = text.utf8[...]
        while names.count < limit, let byte = rest.popFirst() {
            if byte == UInt8(ascii: "@"), !isNameByte(before) {
                var word = rest.prefix(while: isNameByte)
                while let last = word.last, !isAlphanumeric(last) { word.removeLast() }
                if let name = try? UserName(String(decoding: word, as: UTF8.self)), known.insert(name).inserted {
                    names.append(name)
                }
            }
            before = byte
        }
        return names
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        isAlphanumeric(byte) || [UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-")].contains(byte)
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
