import ChatroomCore
import ChatroomTestSupport
import Testing

struct RawTextTests {
    /// What UTF-8 is made of and what breaks it: each length of a sequence, its ends, its forbidden neighbours, and the
    /// sequences of the characters that stand for bytes.
    private static let pieces: [[UInt8]] = [
        [0x01], [0x41], [0x7F], [0x80], [0xBF], [0xC0], [0xC3, 0xA9], [0xC3], [0xE2, 0x82, 0xAC], [0xE2, 0x82],
        [0xED, 0xA0, 0x80], [0xE0, 0x80, 0x80], [0xF0, 0x9F, 0x98, 0x80], [0xF0, 0x9F], [0xF4, 0x8F, 0x9E, 0x80],
        [0xF4, 0x8F, 0x9F, 0xBF], [0xF4, 0x8F, 0x9E], [0xF4, 0x90, 0x80, 0x80], [0xF5], [0xFE], [0xFF], [0x2F],
    ]

    @Test func bytesComeBackAsTheyWere() {
        var cases: [[UInt8]] = [[]]
        for first in UInt8.min...UInt8.max {
            cases.append([first])
            for second in UInt8.min...UInt8.max { cases.append([first, second]) }
        }
        for first in Self.pieces {
            for second in Self.pieces {
                for third in Self.pieces { cases.append(first + second + third) }
            }
        }
        for bytes in cases {
            let raw = RawText.string(bytes)
            guard RawText.bytes(of: raw) == bytes else {
                Issue.record("\(bytes) came back as \(RawText.bytes(of: raw))")
                return
            }
        }
    }

    @Test func randomBytesComeBackAndDifferFromEachOther() {
        var random = SeededRandom(for: "bytes that come back")
        var seen: [String: [UInt8]] = [:]
        for _ in 0..<5_000 {
            let bytes = (0..<Int.random(in: 1...5, using: &random)).flatMap { _ in
                Self.pieces.randomElement(using: &random) ?? []
            }
            let raw = RawText.string(bytes)
            #expect(RawText.bytes(of: raw) == bytes)
            // Compared as characters, composed and decomposed ones would be equal.
            if let other = seen[raw.unicodeScalars.map { String($0.value) }.joined(separator: " ")] {
                #expect(other == bytes)
            }
            seen[raw.unicodeScalars.map { String($0.value) }.joined(separator: " ")] = bytes
        }
    }

    @Test(arguments: ["", "plain", "café", "\u{1F600}\u{10FFFF}", "\u{10F77F}", "\u{10F800}"])
    func textIsItself(_ text: String) throws {
        #expect(RawText.string(Array(text.utf8)).utf8.elementsEqual(text.utf8))
        #expect(RawText.isPlain(text))
        #expect(try RawText.text(text) == text)
        #expect(RawText.shown(text) == text)
    }

    @Test func aCharacterThatStandsForAByteStaysText() throws {
        for value in UInt32(0x10F780)...0x10F7FF {
            let text = "a\(String(try #require(Unicode.Scalar(value))))b"
            let raw = RawText.string(Array(text.utf8))
            #expect(!RawText.isPlain(raw))
            #expect(try RawText.text(raw) == text)
        }
    }

    @Test func whatIsNotUTF8IsRefusedAsTextAndShownInHexadecimal() {
        for byte in UInt8(0x80)...0xFF {
            let raw = RawText.string(Array("caf".utf8) + [byte])
            let error = #expect(throws: ChatError.self) { try RawText.text(raw) }
            #expect(error?.code == .invalid)
            #expect(RawText.shown(raw) == "caf\\x\(String(byte, radix: 16))")
            let length = raw.withRawBytes { start in (0...).first { start[$0] == 0 } }
            #expect(length == 4)
        }
    }
}
