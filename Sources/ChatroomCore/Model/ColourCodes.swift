/// Text without the codes by which programs colour what they print.
///
/// Output of a program that comes out of a pipe may hold them, and they must hide neither words from a search nor
/// mentions. Taken out are whole control sequences (ECMA-48, 5.4): an introducer, parameters, and the byte that ends it.
/// Anything else with an escape in it may hold text that people see, and stays.
public enum ColourCodes {
    /// The text without them; the text itself when there are none.
    public static func removed(from text: String) -> String {
        guard text.utf8.contains(where: { $0 == 0x1B || $0 == 0x9B }) else { return text }
        let bytes = Array(text.utf8)
        var kept: [UInt8] = []
        kept.reserveCapacity(bytes.count)
        var place = 0
        while place < bytes.count {
            if let end = end(ofSequenceAt: place, in: bytes) {
                place = end
            } else {
                kept.append(bytes[place])
                place += 1
            }
        }
        // What is left out is whole characters, so this repairs nothing.
        return String(decoding: kept, as: UTF8.self)
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
