extension StringProtocol {
    /// The text with `A` to `Z` in lower case and all else as it is.
    ///
    /// The one way to compare names, options and addresses in any case. Unicode's own folding makes letters of signs that
    /// are none of ASCII, such as `k` of U+212A KELVIN SIGN, so that two names would look alike and be one or the other.
    public var asciiLowercased: String {
        String(
            decoding: utf8.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 + 32 : $0 }, as: UTF8.self)
    }

    /// Whether two texts are the same bytes.
    ///
    /// `==` takes texts for equal that Unicode calls canonically equivalent, such as `K` and U+212A, or `é` in its two
    /// spellings; as paths they lead to different places.
    public func isSame(as other: some StringProtocol) -> Bool { utf8.elementsEqual(other.utf8) }
}
