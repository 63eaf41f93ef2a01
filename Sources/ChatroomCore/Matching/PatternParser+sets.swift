extension PatternParser {
    /// Reads what follows a backslash outside of brackets.
    ///
    /// - Throws: ``PatternFault`` when it means nothing here.
    mutating func escape() throws(PatternFault) -> PatternNode {
        guard let next = rest.first else {
            throw PatternFault("it ends in a backslash", hint: "Write '\\\\' for the character.")
        }
        let place: PatternNode.Place? =
            switch next {
            case "b": .wordEdge
            case "B": .noWordEdge
            case "A": .start
            case "z": .end
            case "Z": .endOfLastLine
            default: nil
            }
        if let place {
            rest.removeFirst()
            return .place(place)
        }
        if ("1"..."9").contains(next) || next == "k" {
            throw PatternFault("'\\\(next)' refers back, which is not supported", hint: "Nothing bounds its time.")
        }
        return .set(ScalarSet([try member()], ignoringCase: flags.ignoresCase))
    }

    /// Reads a set in brackets, the first of which was read.
    mutating func bracket() throws(PatternFault) -> ScalarSet {
        var set = ScalarSet(isNegated: take("^"), ignoringCase: flags.ignoresCase)
        var isFirst = true
        while let next = rest.first {
            if next == "]", !isFirst {
                rest.removeFirst()
                return set
            }
            isFirst = false
            let member = try bracketMember()
            guard rest.first == "-", let after = rest.dropFirst().first, after != "]" else {
                set.insert(member)
                continue
            }
            rest.removeFirst()
            guard case .range(let first) = member, after != "-", case .range(let last) = try bracketMember(),
                first.lowerBound <= last.upperBound
            else {
                throw PatternFault(
                    "a range in brackets goes from nothing or backwards", hint: "Write '\\-' for a dash.")
            }
            set.insert(.range(first.lowerBound...last.upperBound))
        }
        throw PatternFault("a '[' is not closed", hint: "Write '\\[' for the character.")
    }

    private mutating func bracketMember() throws(PatternFault) -> ScalarSet.Member {
        if take("[:") { return try posixClass() }
        if rest.starts(with: "&&".unicodeScalars) || rest.starts(with: "~~".unicodeScalars) || rest.first == "[" {
            throw PatternFault("sets in sets are not supported", hint: "Write '\\[' and '\\&' for the characters.")
        }
        let next = rest.removeFirst()
        guard next == "\\" else { return .range(next.value...next.value) }
        if take("b") { return .range(0x08...0x08) }
        return try member()
    }

    private mutating func posixClass() throws(PatternFault) -> ScalarSet.Member {
        let isNegated = take("^")
        let name = String(rest.prefix { $0 != ":" })
        rest = rest.dropFirst(name.unicodeScalars.count)
        let known: [String: ScalarSet.Class] = [
            "alpha": .alphabetic, "digit": .digit, "space": .space, "upper": .uppercase, "lower": .lowercase,
            "word": .word, "punct": .category("P"), "cntrl": .category("Cc"),
        ]
        guard let found = known[name], take(":]") else {
            let names = known.keys.sorted().joined(separator: ", ")
            throw PatternFault("'[:\(name):]' is not known", hint: "Known are \(names).")
        }
        return .named(found, isNegated: isNegated)
    }

    /// Reads what a backslash makes one character or a set, inside and outside of brackets.
    private mutating func member() throws(PatternFault) -> ScalarSet.Member {
        guard let letter = rest.popFirst() else { throw PatternFault("it ends in a backslash") }
        switch letter {
        case "d": return .named(.digit, isNegated: false)
        case "D": return .named(.digit, isNegated: true)
        case "w": return .named(.word, isNegated: false)
        case "W": return .named(.word, isNegated: true)
        case "s": return .named(.space, isNegated: false)
        case "S": return .named(.space, isNegated: true)
        case "p", "P": return .named(try category(), isNegated: letter == "P")
        case "t": return .range(0x09...0x09)
        case "n": return .range(0x0A...0x0A)
        case "f": return .range(0x0C...0x0C)
        case "r": return .range(0x0D...0x0D)
        case "a": return .range(0x07...0x07)
        case "e": return .range(0x1B...0x1B)
        case "x": return try number(ofDigits: 2)
        case "u": return try number(ofDigits: 4)
        case "U": return try number(ofDigits: 8)
        case "a"..."z", "A"..."Z", "0"..."9":
            throw PatternFault("'\\\(letter)' means nothing here", hint: "Write '\(letter)' for the character.")
        default: return .range(letter.value...letter.value)
        }
    }

    private mutating func category() throws(PatternFault) -> ScalarSet.Class {
        var name = ""
        if take("{") {
            name = String(rest.prefix { $0 != "}" })
            rest = rest.dropFirst(name.unicodeScalars.count + 1)
        } else if let letter = rest.popFirst() {
            name = String(letter)
        }
        guard ScalarSet.Class.isCategory(name) else {
            throw PatternFault(
                "'\\p{\(name)}' is not known", hint: "Known are categories of Unicode, such as L, Lu, Nd.")
        }
        return .category(name)
    }

    /// Reads the number of a character: so many hexadecimal digits, or any number of them in braces.
    private mutating func number(ofDigits count: Int) throws(PatternFault) -> ScalarSet.Member {
        let isBraced = take("{")
        let digits = String(rest.prefix(isBraced ? 8 : count).prefix { $0.properties.isASCIIHexDigit })
        rest = rest.dropFirst(digits.unicodeScalars.count)
        guard isBraced ? take("}") : digits.unicodeScalars.count == count, let value = UInt32(digits, radix: 16),
            let scalar = Unicode.Scalar(value)
        else { throw PatternFault("a '\\x' or '\\u' names no character", hint: "Write '\\x1b' or '\\u{1b}'.") }
        return .range(scalar.value...scalar.value)
    }
}
