import Testing

@testable import ChatroomProcess

struct OutputTailTests {
    private func lines(_ texts: String...) -> [String] {
        let tail = OutputTail()
        for text in texts { tail.append(Array(text.utf8), from: .output) }
        return tail.lines
    }

    @Test func theLastTenLinesAreKept() {
        #expect(lines().isEmpty)
        #expect(lines("a\nb\n") == ["a", "b"])
        #expect(lines("a\n", "\nb") == ["a", "", "b"])
        let tail = OutputTail()
        for number in 1...1000 { tail.append(Array("\(number)\n".utf8), from: .output) }
        #expect(tail.lines == (991...1000).map { "\($0)" })
        tail.append(Array("more".utf8), from: .output)
        #expect(tail.lines == (992...1000).map { "\($0)" } + ["more"])
    }

    @Test func theTwoOutputsAreInterleavedByLine() {
        let tail = OutputTail()
        tail.append(Array("one\ntw".utf8), from: .output)
        tail.append(Array("oops\nwa".utf8), from: .error)
        tail.append(Array("o\nthree".utf8), from: .output)
        #expect(tail.lines == ["one", "oops", "two", "three", "wa"])
    }

    @Test func progressCountsAsWhatItShowedLast() {
        #expect(lines("10%\r50%", "\r100%\r\n", "done\r", "\nx\r") == ["100%", "done", "x"])
    }

    @Test func aLongLineIsCutAndSaysSo() throws {
        #expect(lines(String(repeating: "a", count: 400) + "\n") == [String(repeating: "a", count: 400)])
        #expect(lines(String(repeating: "a", count: 401)) == [String(repeating: "a", count: 397) + "…"])
        for shift in 0..<4 {
            let text = String(repeating: "a", count: shift) + String(repeating: "🦊", count: 200)
            let line = try #require(lines(text).first)
            #expect(line.hasSuffix("🦊…"))
            #expect(!line.contains("\u{FFFD}"))
            #expect(line.utf8.count <= 400)
        }
    }

    @Test func whatIsNoTextIsReplaced() {
        let tail = OutputTail()
        tail.append([0x61, 0xFF, 0x62, 0x0A], from: .output)
        #expect(tail.lines == ["a\u{FFFD}b"])
    }

    @Test(arguments: [UInt8(0xFF), UInt8(ascii: "x"), 0xF0, 0])
    func theWholeTakesLessThanFourKilobytes(byte: UInt8) {
        let tail = OutputTail()
        let line = [UInt8](repeating: byte, count: 20_000) + [UInt8(ascii: "\n")]
        for _ in 0..<30 { tail.append(line, from: .error) }
        #expect(tail.lines.count == 10)
        #expect(tail.lines.joined(separator: "\n").utf8.count <= 4096)
    }
}
