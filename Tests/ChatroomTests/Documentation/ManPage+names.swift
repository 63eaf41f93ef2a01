/// The names that a page uses: of options, variables, other pages.
extension ManPage {
    /// An item of a list of options: one option by all its names, or several that belong together.
    struct OptionItem: Hashable {
        /// The options, as they are typed.
        let names: Set<String>
        /// The words that it can be set to.
        let values: Set<String>
    }

    /// The items that describe options, among some lines.
    static func optionItems(_ lines: some Sequence<Substring>) -> [OptionItem] {
        lines.filter { $0.hasPrefix(".It Fl ") }.map { line in
            let words = line.split(separator: " ")
            var values: Set<String> = []
            var isValue = false
            for word in words {
                if word == "Cm" || word == "Fl" || word == "Ar" { isValue = word == "Cm" }
                if isValue, word.allSatisfy(\.isLetter), word.first?.isLowercase == true { values.insert(String(word)) }
            }
            return OptionItem(names: Set(flags(in: line)), values: values)
        }
    }

    /// The items of the section on options; not those of the shell's own commands.
    var optionItems: [OptionItem] { Self.optionItems(lines(of: "OPTIONS")) }

    /// All options that the section on them describes, as they are typed.
    var options: Set<String> { optionItems.reduce(into: []) { $0.formUnion($1.names) } }

    /// The options that a line of macros names, as they are typed.
    ///
    /// A word after `Fl` is one, and so is one after a comma or a bar that follows such a word.
    static func flags(in line: Substring) -> [String] {
        let words = line.replacing("\"", with: " ").split(separator: " ")
        let others: Set<Substring> = ["Ar", "Cm", "Ic", "Xr", "Ev", "Li", "Ql", "Pa", "Em", "Nm", "No"]
        var flags: [String] = []
        var isFlag = false
        for (word, previous) in zip(words, [""] + words) {
            if word == "Fl" || word == ".Fl" {
                isFlag = true
            } else if others.contains(word) {
                isFlag = false
            } else if isFlag, ["Fl", ".Fl", ",", "|"].contains(previous) {
                let flag = "-" + word.replacing("\\-", with: "-")
                if flag.wholeMatch(of: /-[a-zA-Z]|--[a-z][a-z-]*/) != nil { flags.append(flag) }
            }
        }
        return flags
    }

    /// The lines of a section by its subsections; those before the first have an empty title.
    func parts(of section: String) -> [(title: String, lines: [Substring])] {
        lines(of: section).reduce(into: [("", [])]) { parts, line in
            if line.hasPrefix(".Ss ") {
                parts.append((String(line.dropFirst(4)), []))
            } else {
                parts[parts.count - 1].1.append(line)
            }
        }
    }

    /// The titles of its sections.
    var sections: [String] { lines.filter { $0.hasPrefix(".Sh ") }.map { String($0.dropFirst(4)) } }

    /// The environment variables that it names anywhere.
    var variables: Set<String> { Self.variables(lines, [".Ev ", ".It Ev "]) }

    /// The environment variables that some lines name with one of some macros.
    static func variables(_ lines: some Sequence<Substring>, _ macros: [String]) -> Set<String> {
        let named = lines.filter { line in macros.contains(where: line.hasPrefix) }
        return Set(named.flatMap { $0.matches(of: /[A-Z][A-Z_]+/).map { String($0.0) } })
    }
}
