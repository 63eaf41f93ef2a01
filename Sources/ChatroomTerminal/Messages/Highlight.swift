public import ChatroomCore

/// What makes a message one for its reader: a mention, the reader's name at its start, or a word that the reader chose.
///
/// The one place that decides it, for the bell, for counts and for how messages look.
public struct Highlight: Sendable, Equatable {
    /// Who reads.
    public let reader: UserName
    /// The words that count, in lower case; at most ``mostWords``.
    public var words: [String] = []

    /// Sets every part.
    public init(reader: UserName, words: [String] = []) {
        (self.reader, self.words) = (reader, words)
    }

    /// The most words, and the most bytes of one.
    public static let (mostWords, longestWord) = (20, 64)

    /// Whether a message is for the reader: its text is, or it addresses the members of its room.
    public func marks(_ message: Message) -> Bool {
        message.summons != nil && message.sender != reader || marks(message.body)
    }

    /// Whether a text is for the reader.
    public func marks(_ text: String) -> Bool {
        if Mentions.include(reader, in: text) || isNamedFirst(in: text) { return true }
        guard !words.isEmpty else { return false }
        // The words are of any language, for a good reason: they are text, not names.
        let bytes = Array(ColourCodes.removed(from: text).lowercased().utf8)
        return words.contains { Self.stands(Array($0.utf8), in: bytes) }
    }

    /// Whether a text begins with the name as people have addressed each other in chats for long: `bob: look`.
    private func isNamedFirst(in text: String) -> Bool {
        let start = Array(text.utf8.prefix(reader.text.utf8.count + 1))
        guard let sign = start.last, sign == UInt8(ascii: ":") || sign == UInt8(ascii: ",") else { return false }
        return String(decoding: start.dropLast(), as: UTF8.self).asciiLowercased == reader.text
    }

    /// Whether a word stands somewhere as a whole: `disk` in `disk: full` but not in `diskette`.
    private static func stands(_ word: [UInt8], in text: [UInt8]) -> Bool {
        guard let first = word.first, let last = word.last, text.count >= word.count else { return false }
        for start in 0...(text.count - word.count) where text[start] == first {
            let end = start + word.count
            guard text[start..<end].elementsEqual(word) else { continue }
            let isBegun = start == 0 || !goesOn(text[start - 1], first)
            let isEnded = end == text.count || !goesOn(text[end], last)
            if isBegun && isEnded { return true }
        }
        return false
    }

    /// Whether a byte beside a word makes it part of a longer one; beside other than ASCII nobody knows, so it does not.
    private static func goesOn(_ byte: UInt8, _ edge: UInt8) -> Bool { isWordByte(byte) && isWordByte(edge) }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
        default: false
        }
    }
}
