internal import ChatroomCore

/// Finds what can stand in place of the word before the cursor.
///
/// Pure, but for the look at the disk that ``CompletionSource/paths`` takes. In a line of chat, and where a command
/// takes text, only `@names` complete; behind a command each operand completes to what it stands for, and files are
/// offered only where a path is meant.
enum Completion {
    /// What was found.
    struct Result: Equatable {
        /// Where the word to be replaced begins, in bytes of UTF-8; it ends at the cursor.
        let start: Int
        /// What can stand in its place, the likeliest first.
        let candidates: [Candidate]
    }

    /// A thing that can stand in place of a word.
    struct Candidate: Equatable {
        /// What to insert, with a space behind it where a word is complete; a directory ends in `/` instead.
        let text: String
        /// What to say about it in a list, safe to show on a terminal: a command's summary, a message's text.
        let note: String?
    }

    /// Finds the candidates.
    ///
    /// - Parameters:
    ///   - text: The line up to the cursor; it may have line breaks.
    ///   - source: What is known.
    /// - Returns: No candidates when nothing fits.
    static func of(_ text: String, in source: CompletionSource) -> Result {
        let bytes = Array(text.utf8)
        let slash = UInt8(ascii: "/")
        guard bytes.first == slash, !bytes.starts(with: [slash, slash]) else { return name(at: bytes, in: source) }
        let (places, word) = words(of: bytes)
        let typed = places.map { String(decoding: bytes[$0], as: UTF8.self) }
        let last = String(decoding: bytes[word...], as: UTF8.self)
        guard let first = typed.first else {
            return Result(start: word, candidates: source.commands(startingWith: last))
        }
        let called = first.dropFirst().asciiLowercased
        guard let command = source.commands.first(where: { $0.name == called }),
            let operand = operand(behind: typed.dropFirst(), of: command.operands, in: source)
        else { return Result(start: bytes.count, candidates: []) }
        if operand == .text { return name(at: bytes, in: source) }
        return Result(start: word, candidates: source.candidates(for: operand, startingWith: last))
    }

    /// What the word behind some complete ones stands for; `nil` when a command takes no more words.
    private static func operand(
        behind words: ArraySlice<String>, of operands: [Operand], in source: CompletionSource
    ) -> Operand? {
        var words = words
        for operand in operands {
            guard let word = words.popFirst() else { return operand }
            guard operand == .setting else { continue }
            guard words.popFirst() != nil else { return .choice(source.values(ofSetting: word)) }
        }
        guard let last = operands.last, last.repeats else { return nil }
        return last
    }

    /// Completes `@name` at the end of a text, where ``Mentions`` would see one.
    private static func name(at bytes: [UInt8], in source: CompletionSource) -> Result {
        let typed = bytes.reversed().prefix(while: isNameByte).count
        let at = bytes.count - typed - 1
        guard at >= 0, bytes[at] == UInt8(ascii: "@"), at == 0 || !isNameByte(bytes[at - 1]) else {
            return Result(start: bytes.count, candidates: [])
        }
        let prefix = String(decoding: bytes[at...], as: UTF8.self)
        return Result(start: at, candidates: source.names(startingWith: prefix))
    }

    /// The complete words of a command line, and where the word at its end begins.
    ///
    /// A backslash keeps the space behind it from ending a word, for the sake of paths.
    private static func words(of bytes: [UInt8]) -> (complete: [Range<Int>], last: Int) {
        var complete: [Range<Int>] = []
        var start = 0
        var isEscaped = false
        for (place, byte) in bytes.enumerated() {
            if isEscaped || !isSpace(byte) {
                isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
                continue
            }
            if start < place { complete.append(start..<place) }
            start = place + 1
        }
        return (complete, start)
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || (UInt8(ascii: "\t")...UInt8(ascii: "\r")).contains(byte)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
