/// Text without the codes by which programs colour what they print.
///
/// Output of a program that comes out of a pipe may hold them, and they must hide neither words from a search nor
/// mentions. Taken out are whole control sequences (ECMA-48, 5.4): an introducer, parameters, and the byte that ends it.
/// Anything else with an escape in it may hold text that people see, and stays.
public enum ColourCodes {
    /// Which codes are meant.
    public enum Extent: Sendable {
        /// All of them, those included that move the cursor or erase.
        case all
        /// Those alone that set colours and the like (SGR; ECMA-48, 8.3.117).
        case paint
    }

    /// The text without them; the text itself when there are none.
    public static func removed(from text: String, _ extent: Extent = .all) -> String {
        guard text.utf8.contains(where: { $0 == 0x1B || $0 == 0x9B }) else { return text }
        let bytes = Array(text.utf8)
        var kept: [UInt8] = []
        kept.reserveCapacity(bytes.count)
        var place = 0
        while place < bytes.count {
            if let end = end(ofSequenceAt: place, in: bytes),
                extent == .all || isPaint(bytes[(place + 2)..<end])
            {
                place = end
            } else {
                kept.append(bytes[place])
                place += 1
            }
        }
        // What is left out is whole characters, so this repairs nothing.
        return String(decoding: kept, as: UTF8.self)
    }

    /// Whether what follows an introducer is numbers and `m`: with anything else it means something else.
    private static func isPaint(_ rest: ArraySlice<UInt8>) -> Bool {
        rest.last == UInt8(ascii: "m") && rest.dropLast().allSatisfy { (0x30...0x3B).contains($0) }
    }

    /// Behind the control sequence at a place; `nil` when there is none.
    private static func end(ofSequenceAt start: Int, in bytes: [UInt8]) -> Int? {
        guard start + 2 < bytes.count else { return nil }
        // ESC and a bracket, or U+009B as UTF-8.
        guard bytes[start] == 0x1B && bytes[start + 1] == 0x5B || bytes[start] == 0xC2 && bytes[start + 1] == 0x9B
        else { return nil }
        var place = start + 2
        while place < bytes.count, (0x30...0x3F).contains(bytes[place]) { place += 1 }
        while place < bytes.count, (0x20...0x2F).contains(bytes[place]) { place += 1 }
        return place < bytes.count && (0x40...0x7E).contains(bytes[place]) ? place + 1 : nil
    }
}
