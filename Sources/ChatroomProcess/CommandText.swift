internal import ChatroomCore

/// Writes a command as one line that a shell would read back as the same words.
enum CommandText {
    /// The command's words, each quoted only if it must be.
    ///
    /// - Parameters:
    ///   - words: The words.
    ///   - limit: The most bytes of UTF-8 the line may take; what is longer is cut and ends in `…`.
    /// - Returns: The line; control characters, and bytes that are not UTF-8, are written as `$'\n'` and `$'\xe9'`, as
    ///   bash and zsh read them.
    static func line(_ words: [String], limit: Int) -> String {
        // Words that are beyond the limit in any case need no quoting.
        var line = ""
        for word in words where line.utf8.count <= limit {
            line += (line.isEmpty ? "" : " ") + quoted(word)
        }
        return cut(line, limit: limit)
    }

    /// The beginning of a text, with `…` at its end if it is not the whole.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - limit: The most bytes of UTF-8 the result may take, from 3 up.
    /// - Returns: Whole characters only.
    static func cut(_ text: String, limit: Int) -> String {
        guard text.utf8.count > limit else { return text }
        var result = ""
        var count = "…".utf8.count
        for character in text {
            count += character.utf8.count
            guard count <= limit else { break }
            result.append(character)
        }
        return result + "…"
    }

    private static func quoted(_ word: String) -> String {
        let scalars = word.unicodeScalars
        if !RawText.isPlain(word) || scalars.contains(where: { $0.properties.generalCategory == .control }) {
            return "$'\(scalars.map(escaped).joined())'"
        }
        guard word.isEmpty || !scalars.allSatisfy(isPlain) else { return word }
        // Scalar by scalar: with a mark behind it, a quote is part of another Character, and a quote to a shell still.
        return "'\(scalars.map { $0 == "'" ? #"'\''"# : String($0) }.joined())'"
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_", "-", ".", "/", ":", ",", "=", "+", "@", "%": true
        default: scalar.properties.isAlphabetic
        }
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\n": return #"\n"#
        case "\t": return #"\t"#
        case "\r": return #"\r"#
        case "'": return #"\'"#
        case "\\": return #"\\"#
        case _ where scalar.properties.generalCategory == .control:
            let digits = String(scalar.value, radix: 16)
            return #"\u"# + String(repeating: "0", count: 4 - digits.count) + digits
        default:
            guard let byte = RawText.byte(of: scalar) else { return String(scalar) }
            return "\\x\(String(byte, radix: 16))"
        }
    }
}
