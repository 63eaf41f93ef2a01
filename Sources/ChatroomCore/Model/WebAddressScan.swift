/// Tells, byte by byte, whether a text is inside a web address.
///
/// An address is a word with `://` in it, from there on, or one whose first slash stands behind the name of a host, such
/// as `example.org/@bob`. It ends where a word ends and at what no address has (RFC 3986, 2), and at the punctuation of
/// East Asia. Each byte costs the same, whatever the text.
struct WebAddressScan {
    /// Whether the last byte belongs to an address.
    private(set) var isInside = false
    /// What may be a host: the word up to its first slash, without what stands around it.
    private var host = Host()
    private var hadSlash = false
    private var before: (UInt8, UInt8) = (0, 0)

    /// Takes the next byte.
    mutating func take(_ byte: UInt8) {
        defer { before = (before.1, byte) }
        guard !endsAddress(byte) else {
            (isInside, hadSlash, host) = (false, false, Host())
            return
        }
        guard !isInside else { return }
        guard byte == UInt8(ascii: "/") else {
            if !hadSlash { host.take(byte) }
            return
        }
        isInside =
            before == (UInt8(ascii: ":"), UInt8(ascii: "/")) || !hadSlash && host.isWhole
        hadSlash = true
    }

    private func endsAddress(_ byte: UInt8) -> Bool {
        switch byte {
        case 0...0x20, 0x7F: true
        case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "`"), UInt8(ascii: "|"),
            UInt8(ascii: "\\"), UInt8(ascii: "^"), UInt8(ascii: "{"), UInt8(ascii: "}"):
            true
        // The first two of three bytes: U+3000 to U+303F, and the full-width forms.
        default: before.1 == 0xE3 && byte == 0x80 || before.1 == 0xEF && byte == 0xBC
        }
    }

    /// Whether some bytes are the name of a host: labels with dots between, the last one of letters, maybe a port.
    private struct Host {
        private var isPossible = true
        private var dots = 0
        private var label = 0
        private var isLastOfLetters = false
        private var isPort = false

        /// Whether what was taken is one.
        var isWhole: Bool { isPossible && dots > 0 && (isPort || label >= 2 && isLastOfLetters) }

        mutating func take(_ byte: UInt8) {
            switch byte {
            case UInt8(ascii: "."):
                isPossible = isPossible && label > 0 && !isPort
                (dots, label, isLastOfLetters) = (dots + 1, 0, true)
            case UInt8(ascii: ":"):
                guard dots > 0 else {
                    self = Host()
                    return
                }
                isPossible = isPossible && isWhole
                isPort = true
            case UInt8(ascii: "@"): isPossible = false
            case _ where Mentions.isAlphanumeric(byte) || byte == UInt8(ascii: "-"):
                let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                isPossible = isPossible && (!isPort || isDigit)
                isLastOfLetters = isLastOfLetters && !isDigit
                label += 1
            default:
                // What stands around an address; within one it is none.
                if dots == 0, label == 0 { return }
                self = Host()
            }
        }
    }
}
