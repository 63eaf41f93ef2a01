import ChatroomCore
import Testing

/// The table of widths beside those of a terminal and of a library that others use, for every code point.
struct TerminalWidthTests {
    @Test func noneIsGivenMoreColumnsThanItIsCounted() throws {
        let lines = try Repository.text("Tests/ChatroomTests/Output/terminal-widths.txt").split(separator: "\n")
        var count = 0
        for line in lines where !line.hasPrefix("#") {
            let parts = line.split(separator: " ")
            let (first, last) = (try #require(UInt32(parts[0], radix: 16)), try #require(UInt32(parts[1], radix: 16)))
            let widest = parts[2...].compactMap { Int($0) }.max() ?? 0
            for scalar in (first...last).compactMap(Unicode.Scalar.init) {
                count += 1
                switch TerminalCharacter(scalar) {
                case .hostile: continue
                case .mark(let most), .joiner(let most): if widest <= most { continue }
                // What none gives a column must not begin a row.
                case .base(let most): if (1...most).contains(widest) { continue }
                }
                Issue.record("\(line): \(TerminalCharacter(scalar)) of U+\(String(scalar.value, radix: 16))")
            }
        }
        #expect(count > 1_100_000)
    }
}
