/// A set of characters, such as `[a-z_]` or `\w`.
public struct ScalarSet: Hashable, Sendable {
    /// A set that has a name.
    public enum Class: Hashable, Sendable {
        /// `\d`: decimal digits of all scripts.
        case digit
        /// `\w`: letters, marks, digits and what joins words, of all scripts.
        case word
        /// `\s`: white space.
        case space
        /// `[[:alpha:]]`
        case alphabetic
        /// `[[:upper:]]`
        case uppercase
        /// `[[:lower:]]`
        case lowercase
        /// `\p{L}`, `\p{Lu}`: a general category of Unicode, or all those that begin with a letter.
        case category(String)

        /// Whether a character is in the set.
        public func contains(_ scalar: Unicode.Scalar) -> Bool {
            let properties = scalar.properties
            switch self {
            case .digit: return properties.generalCategory == .decimalNumber
            case .word:
                switch properties.generalCategory {
                case .decimalNumber, .connectorPunctuation, .nonspacingMark, .spacingMark, .enclosingMark: return true
                default: return properties.isAlphabetic
                }
            case .space: return properties.isWhitespace
            case .alphabetic: return properties.isAlphabetic
            case .uppercase: return properties.isUppercase
            case .lowercase: return properties.isLowercase
            case .category(let name): return Self.name(of: properties.generalCategory).hasPrefix(name)
            }
        }

        /// Whether there is a general category of a name such as `L` or `Lu`.
        static func isCategory(_ name: String) -> Bool {
            !name.isEmpty && Self.categories.values.contains { $0.hasPrefix(name) }
        }

        private static func name(of category: Unicode.GeneralCategory) -> String { categories[category] ?? "Cn" }

        private static let categories: [Unicode.GeneralCategory: String] = [
            .uppercaseLetter: "Lu", .lowercaseLetter: "Ll", .titlecaseLetter: "Lt", .modifierLetter: "Lm",
            .otherLetter: "Lo", .nonspacingMark: "Mn", .spacingMark: "Mc", .enclosingMark: "Me",
            .decimalNumber: "Nd", .letterNumber: "Nl", .otherNumber: "No", .connectorPunctuation: "Pc",
            .dashPunctuation: "Pd", .openPunctuation: "Ps", .closePunctuation: "Pe", .initialPunctuation: "Pi",
            .finalPunctuation: "Pf", .otherPunctuation: "Po", .mathSymbol: "Sm", .currencySymbol: "Sc",
            .modifierSymbol: "Sk", .otherSymbol: "So", .spaceSeparator: "Zs", .lineSeparator: "Zl",
            .paragraphSeparator: "Zp", .control: "Cc", .format: "Cf", .surrogate: "Cs", .privateUse: "Co",
            .unassigned: "Cn",
        ]
    }

    /// A part of a set.
    public enum Member: Hashable, Sendable {
        /// All characters from one to another.
        case range(ClosedRange<UInt32>)
        /// A set that has a name, or all that is not in it.
        case named(Class, isNegated: Bool)
    }

    public private(set) var members: [Member] = []
    /// Whether it holds what no member holds.
    var isNegated = false
    /// Whether upper and lower case are the same.
    var ignoresCase = false

    /// A set of one character.
    init(_ scalar: Unicode.Scalar, ignoringCase: Bool = false) {
        members = [.range(scalar.value...scalar.value)]
        ignoresCase = ignoringCase
    }

    /// A set of some members.
    init(_ members: [Member] = [], isNegated: Bool = false, ignoringCase: Bool = false) {
        self.members = members
        self.isNegated = isNegated
        ignoresCase = ignoringCase
    }

    /// Everything but a line feed.
    static let noLineFeed = ScalarSet([.range(0x0A...0x0A)], isNegated: true)
    /// Everything.
    public static let all = ScalarSet([], isNegated: true)

    /// Adds a member.
    public mutating func insert(_ member: Member) { members.append(member) }

    /// Whether a character is in the set.
    public func contains(_ scalar: Unicode.Scalar) -> Bool {
        var isMember = holds(scalar)
        if !isMember, ignoresCase {
            // Both ways, for some characters have several of one case: the Kelvin sign, `K` and `k`.
            let lower = Self.single(scalar.properties.lowercaseMapping) ?? scalar
            let upper = Self.single(scalar.properties.uppercaseMapping) ?? scalar
            let back = Self.single(lower.properties.uppercaseMapping) ?? lower
            isMember = holds(lower) || holds(upper) || holds(back)
        }
        return isMember != isNegated
    }

    private func holds(_ scalar: Unicode.Scalar) -> Bool {
        members.contains { member in
            switch member {
            case .range(let range): range.contains(scalar.value)
            case .named(let name, let isNegated): name.contains(scalar) != isNegated
            }
        }
    }

    private static func single(_ mapping: String) -> Unicode.Scalar? {
        let scalars = mapping.unicodeScalars
        return scalars.count == 1 ? scalars.first : nil
    }
}
