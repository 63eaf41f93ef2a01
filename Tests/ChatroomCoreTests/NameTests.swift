import ChatroomCore
import Testing

/// The rules of names, which room names and user names share but for the reserved words.
struct NameTests {
    static let good: KeyValuePairs = [
        "a": "a", "0": "0", "alice": "alice", "Alice": "alice", "ALICE": "alice", "ci.nightly": "ci.nightly",
        "a-b_c.d": "a-b_c.d", "7of9": "7of9", "a.": "a.", "a--": "a--",
        "abcdefghijklmnopqrstuvwxyz012345": "abcdefghijklmnopqrstuvwxyz012345",
    ]

    @Test(arguments: good.map { ($0.key, $0.value) })
    func aGoodNameIsTakenInLowerCase(written: String, name: String) throws {
        #expect(try UserName(written).text == name)
        #expect(try UserName("@" + written).text == name)
        #expect(try RoomName(written).text == name)
        #expect(try RoomName("#" + written).text == name)
    }

    @Test(arguments: [
        "", ".a", "-a", "_a", ".", "a b", "a\n", "a\0", "a/b", "a:b", "é", "ａlice", "a\u{301}", "\u{430}lice",
        "K\u{212A}",
        "ali\u{200B}ce", "\u{202E}alice", "abcdefghijklmnopqrstuvwxyz0123456", "@@a", "##a", "a@b", "a#", "🦀", "İ",
    ])
    func aBadNameIsRefusedAndNeverRepaired(text: String) {
        for read in [{ _ = try UserName(text) }, { _ = try RoomName(text) }] as [() throws -> Void] {
            let error = #expect(throws: ChatError.self) { try read() }
            #expect(error?.code == .invalid)
        }
    }

    @Test(arguments: ["all", "system", "server", "admin", "here", "me", "ALL", "Me"])
    func aReservedNameIsNeitherUserNorRoom(name: String) {
        #expect(throws: ChatError.self) { try UserName(name) }
        #expect(throws: ChatError.self) { try RoomName(name) }
    }

    @Test func theLobbyIsARoomButNoUser() throws {
        #expect(throws: ChatError.self) { try UserName("Lobby") }
        #expect(try RoomName("Lobby") == .lobby)
    }

    @Test func eachSignBelongsToOneKindOfName() {
        #expect(throws: ChatError.self) { try UserName("#alice") }
        #expect(throws: ChatError.self) { try RoomName("@ops") }
    }

    @Test func namesThatDifferInCaseAreEqual() throws {
        #expect(try UserName("Bob") == UserName("bOB"))
        #expect(try UserName("Bob").hashValue == UserName("bob").hashValue)
        #expect(try UserName("alice") < UserName("Bob"))
        #expect(try RoomName("OPS").description == "ops")
    }

    @Test func theRefusalSaysHowLongTheNameIs() {
        let error = #expect(throws: ChatError.self) { try UserName(String(repeating: "a", count: 33)) }
        #expect(error?.message == "a user name has 1 to 32 characters, this has 33")
    }
}
