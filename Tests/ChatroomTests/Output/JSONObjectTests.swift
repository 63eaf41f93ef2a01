import ChatroomCore
import Foundation
import Testing

struct JSONObjectTests {
    @Test func keysKeepTheirOrder() {
        let line = JSONObject.line {
            $0.set("z", "last")
            $0.set("a", 1)
            $0.set("n", nil as String?)
            $0.set("many", ["x", "y"])
            $0.set("none", [])
            $0.set("yes", true)
            $0.set("inner", object: { $0.set("k", Int64.min) })
        }
        #expect(
            String(decoding: line, as: UTF8.self)
                == #"{"z":"last","a":1,"n":null,"many":["x","y"],"none":[],"yes":true,"#
                + #""inner":{"k":-9223372036854775808}}"# + "\n")
    }

    @Test(
        arguments: TerminalTextTests.hostile.map(\.1) + [
            "", "\"", "\\", "\\\"}\n{\"v\":1}", "a\nb\r\n\tc", "😀 é 日本", "\u{10ffff}", "👩🏽‍💻", "</script>", "\u{fffd}",
            #"{"v":1,"type":"message"}"#,
        ])
    func anyTextComesBackFromOneSafeLine(text: String) throws {
        let line = JSONObject.line { $0.set("text", text) }
        #expect(line.dropLast().allSatisfy { $0 >= 0x20 && $0 != 0x7F })
        #expect(line.last == UInt8(ascii: "\n"))
        TerminalTextTests.expectSafe(String(decoding: line, as: UTF8.self), text.debugDescription)
        let object = try JSONDecoder().decode([String: String].self, from: Data(line))
        #expect(Array(object["text", default: "?"].utf8) == Array(text.utf8))
    }

    @Test func everyCharacterComesBack() throws {
        var text = String.UnicodeScalarView()
        for value in UInt32(0)...0x1_FFFF { if let scalar = Unicode.Scalar(value) { text.append(scalar) } }
        let line = JSONObject.line { $0.set("text", String(text)) }
        let object = try JSONDecoder().decode([String: String].self, from: Data(line))
        #expect(object["text"] == String(text))
    }
}
