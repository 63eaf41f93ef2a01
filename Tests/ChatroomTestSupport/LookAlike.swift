/// A character that is none of ASCII and becomes a letter of ASCII when its case is changed, such as U+212A KELVIN SIGN
/// or `ſ`.
public struct LookAlike: Sendable, CustomStringConvertible {
    /// The character.
    public let scalar: Unicode.Scalar
    /// What its case is changed to, in lower case: `k`, `s`, or `ss` of `ß`.
    public let letters: String

    /// The number of the character.
    public var description: String { "U+" + String(scalar.value, radix: 16, uppercase: true) }

    /// All that Unicode has, by its properties.
    public static let all: [LookAlike] = (UInt32(0x80)...0x1_FFFF).compactMap(Unicode.Scalar.init).flatMap { scalar in
        let properties = scalar.properties
        guard properties.changesWhenCaseMapped || properties.changesWhenCaseFolded else { return [LookAlike]() }
        let forms = [properties.lowercaseMapping, properties.uppercaseMapping, properties.titlecaseMapping]
        let letters = forms.map { form in
            String(String.UnicodeScalarView(form.unicodeScalars.filter { $0.isASCII && $0.properties.isAlphabetic }))
                .lowercased()
        }
        return Set(letters).subtracting([""]).map { LookAlike(scalar: scalar, letters: $0) }
    }
}
