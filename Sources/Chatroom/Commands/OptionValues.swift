/// Values of options as other programs take them, put as the parser wants them.
///
/// `-n5` is `-n 5`, and a value may begin with `-`: `--search '-green build'`. What follows `--` stays as it is.
enum OptionValues {
    /// Options with a text as their value, which may begin with anything.
    private static let texts: Set<String> = [
        "--search", "--match", "--format", "--away", "--update", "--ask", "--choice", "--name",
    ]

    /// Rewrites the words of a command.
    ///
    /// - Parameter words: The words, the command first.
    /// - Returns: The words with `--option=-value` for `--option -value`, and `-f -n 5` for `-fn5`.
    static func joined(_ words: [String]) -> [String] {
        let counts = words.first == "history" || words.first == "listen"
        var result: [String] = []
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--" { return result + [word] + rest }
            if texts.contains(word), let value = rest.first, isValue(value) {
                result.append("\(word)=\(value)")
                rest.removeFirst()
            } else if counts, let count = word.wholeMatch(of: /-([a-z]*)n([0-9]+)/) {
                if !count.1.isEmpty { result.append("-\(count.1)") }
                result += ["-n", String(count.2)]
            } else {
                result.append(word)
            }
        }
        return result
    }

    /// Whether a word that begins with `-` is a value rather than a long option.
    private static func isValue(_ word: String) -> Bool {
        word.hasPrefix("-") && word != "-" && (!word.hasPrefix("--") || word.contains(" "))
    }
}
