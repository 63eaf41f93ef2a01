import ChatroomCore
import Testing

struct CursorTests {
    @Test(arguments: [
        ("ops:44", "ops:44"), ("@Bob:0", "@bob:0"), ("lobby:9223372036854775807", "lobby:9223372036854775807"),
    ])
    func aCursorIsReadAsItIsWritten(text: String, description: String) throws {
        let cursor = try Cursor(text)
        #expect(cursor.description == description)
        #expect(try Cursor(cursor.description) == cursor)
    }

    @Test(arguments: [
        "", ":", "ops", "ops:", ":44", "ops:-1", "ops:x", "ops: 4", "ops:4 ", "ops:9223372036854775808", "ops:4:4",
        "ops:４",
        "@:4", "o p:4", "ops:0x4",
    ])
    func whatIsNoCursorIsRefused(text: String) {
        let error = #expect(throws: ChatError.self) { try Cursor(text) }
        #expect(error?.code == .invalid)
    }

    @Test(arguments: ["a", "read", "Deploy.1_x-Y", "-", ".", String(repeating: "n", count: 64)])
    func aCursorNameKeepsItsCase(name: String) throws {
        #expect(try Cursor.Name(name).text == name)
    }

    @Test(arguments: ["", " ", "a b", "a/b", "a:b", "é", "a\0", String(repeating: "n", count: 65)])
    func aBadCursorNameIsRefused(name: String) {
        let error = #expect(throws: ChatError.self) { try Cursor.Name(name) }
        #expect(error?.code == .invalid)
    }
}
