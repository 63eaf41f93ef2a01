internal import Glibc

/// How many columns of a terminal a character takes, as wcwidth(3) of the C library says for UTF-8.
///
/// What wcwidth does not know, such as a character that is younger than the C library, takes one.
public enum CharacterWidth {
    /// The planes with characters that are wide or take no column.
    private static let tableSize: UInt32 = 0x4_0000
    /// Tags and variation selectors, none of which takes a column.
    private static let selectors: ClosedRange<UInt32> = 0xE_0001...0xE_01EF

    /// The function, which the Swift module of glibc does not show.
    private typealias Width = @convention(c) (wchar_t) -> Int32

    /// Made once, with a locale of its own so that the locale of the process does not matter.
    private static let table: [UInt8] = {
        guard let symbol = dlsym(nil, "wcwidth") else { preconditionFailure("this C library has no wcwidth") }
        let wcwidth = unsafeBitCast(symbol, to: Width.self)
        let locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", nil)
        let before = locale.flatMap { uselocale($0) }
        defer {
            if let before { uselocale(before) }
            if let locale { freelocale(locale) }
        }
        return (0..<tableSize).map { value in
            let width = wcwidth(wchar_t(value))
            return width < 0 ? 1 : UInt8(width)
        }
    }()

    /// The columns that a character takes: 0, 1 or 2.
    public static func of(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case ..<0x300: 1
        case ..<tableSize: Int(table[Int(scalar.value)])
        case selectors: 0
        default: 1
        }
    }
}
