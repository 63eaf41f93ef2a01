import ChatroomCore
import Foundation
import NIOCore
import SwiftProtobuf
import Testing

@testable import ChatroomTestSupport
@testable import ChatroomWire

/// Well-formed requests with a value that no honest client sends; each is refused alone.
struct WireRefusalTests {
    private static let id = #"id: "\001\232\260\362\174\021\175\076\212\100\057\157\037\014\233\021""#
    private static let head = #"id: 5 send { \#(id) target: "ops" "#
    private static func long(_ count: Int) -> String { String(repeating: "k", count: count) }
    private static func choices(_ list: [String]) -> String {
        head + "question { " + list.map { "choices: \"\($0)\" " }.joined() + "} }"
    }

    static let invalid = [
        head + "edit: 0 }", head + "edit: -1 }", head + "delete: 0 }", head + "delete: -9223372036854775808 }",
        head + #"update: "" }"#, head + "update: \"\(long(65))\" }",
        // 33 characters, 66 bytes.
        head + "update: \"\(String(repeating: "é", count: 33))\" }",
        head + "reply_to: -1 }", choices((1...12).map { "c\($0)" }), choices(["yes", "yes"]), choices(["yes", "YES"]),
        choices(["yes", " yes "]), choices([""]), choices([long(65)]), choices([#"a\nb"#]),
        #"id: 5 history { target: "ops" thread: -1 }"#, #"id: 5 history { target: "ops" before: -1 }"#,
        #"id: 5 history { target: "ops" newest: -1 }"#, #"id: 5 history { target: "ops" id: "123456789012345" }"#,
        #"id: 5 history { target: "ops" from: "not a name" }"#, #"id: 5 who { target: "not a room" }"#,
        #"id: 5 who { target: "@" }"#, #"id: 5 create_room { }"#, #"id: 5 create_room { room: "a b" }"#,
        #"id: 5 create_room { room: "@bob" }"#, #"id: 5 create_room { room: "system" }"#,
        "id: 5 create_room { room: \"\(long(33))\" }", "id: 5 create_room { room: \"ops\" topic: \"\(long(513))\" }",
        #"id: 5 create_room { room: "ops" topic: "a\nb" }"#, #"id: 5 describe_room { room: "-" }"#,
        #"id: 5 describe_room { }"#, #"id: 5 remove_room { room: "" }"#, #"id: 5 remove_room { room: "../etc" }"#,
        #"id: 5 configure_room { private: true }"#, #"id: 5 configure_room { room: "ops" slow: -1 }"#,
        #"id: 5 configure_room { room: "ops" slow: 86400001 }"#, #"id: 5 configure_room { room: "ops" retain: -1 }"#,
        #"id: 5 configure_room { room: "ops" retain: 59999 }"#, #"id: 5 configure_room { room: "ops" retain: 1 }"#,
        #"id: 5 configure_room { room: "ops" retain: 315576000001 }"#,
        #"id: 5 change_member { room: "ops" change: JOIN user: "bob" }"#,
        #"id: 5 change_member { room: "ops" change: LEAVE user: "bob" }"#,
        #"id: 5 change_member { room: "ops" change: BAN }"#, #"id: 5 change_member { change: JOIN }"#,
        #"id: 5 change_member { room: "ops" change: KICK user: "all" }"#,
        #"id: 5 claim { target: "ops" }"#, #"id: 5 claim { target: "ops" cursor: "a b" limit: 1 }"#,
        #"id: 5 claim { target: "ops" cursor: "c" limit: 1 after: -1 }"#, #"id: 5 claim { cursor: "c" }"#,
        #"id: 5 settle { conversation: 2 cursor: "c" done: 0 }"#,
        #"id: 5 settle { conversation: 2 cursor: "c" failed: -1 }"#, #"id: 5 settle { conversation: 2 done: 1 }"#,
        #"id: 5 search { }"#, #"id: 5 search { terms { text: "" } }"#, #"id: 5 search { terms { text: "..." } }"#,
        #"id: 5 search { terms { text: "a" excluded: true } }"#, "id: 5 search { terms { text: \"\(long(257))\" } }",
        "id: 5 search { " + String(repeating: #"terms { text: "a" } "#, count: 33) + "}",
        #"id: 5 search { terms { text: "a" } from: "not a name" }"#,
        #"id: 5 search { terms { text: "a" } target: "not a room" }"#,
        #"id: 5 verify { target: "ops" after: -1 }"#, #"id: 5 verify { }"#, #"id: 5 list_markers { }"#,
    ]

    @Test(arguments: invalid)
    func aBadValueIsInvalid(text: String) throws {
        #expect(try code(of: text) == .invalid)
    }

    static let tooLarge = [
        "id: 5 set_away { text: \"\(long(257))\" }",
        "id: 5 settle { conversation: 2 cursor: \"c\" " + (1...1001).map { "done: \($0) " }.joined() + "}",
        "id: 5 settle { conversation: 2 cursor: \"c\" done: 1 " + (1...1000).map { "failed: \($0) " }.joined() + "}",
    ]

    @Test(arguments: tooLarge)
    func tooMuchIsTooLarge(text: String) throws {
        #expect(try code(of: text) == .tooLarge)
    }

    @Test(arguments: ["", "change: 10", "change: -1", "change: CHANGE_UNSPECIFIED"])
    func aChangeOfMembershipOfTheFutureIsUnknown(change: String) throws {
        #expect(try code(of: "id: 5 change_member { room: \"ops\" \(change) user: \"bob\" }") == .unknownRequest)
    }

    static let allowed: [(String, Request)] = [
        (head + "update: \"\(long(64))\" }", send(.update(key: long(64)))),
        (choices((1...11).map { "c\($0)" }), send(.ask(choices: (1...11).map { "c\($0)" }, within: nil))),
        (choices([long(64)]), send(.ask(choices: [long(64)], within: nil))),
        (#"id: 5 configure_room { room: "ops" retain: 60000 }"#, retaining(.seconds(60))),
        (#"id: 5 configure_room { room: "ops" retain: 0 }"#, retaining(.zero)),
        (##"id: 5 configure_room { room: "#OPS" }"##, .configureRoom(ConfigureRoom(room: Sample.room))),
        ("id: 5 set_away { text: \"\(long(256))\" }", .setAway(long(256))),
        (
            #"id: 5 claim { target: "ops" cursor: "deployer" }"#,
            .claim(Claim(target: Sample.ops, cursor: Sample.deployer, limit: 1))
        ),
        (
            #"id: 5 claim { target: "ops" cursor: "deployer" limit: 4294967295 }"#,
            .claim(Claim(target: Sample.ops, cursor: Sample.deployer, limit: 1000))
        ),
        (
            #"id: 5 search { terms { text: "green" } limit: 4294967295 }"#,
            .search(Search(terms: [SearchTerm(text: "green")]))
        ),
    ]

    @Test(arguments: allowed)
    func whatIsJustWithinTheBoundsIsTaken(text: String, request: Request) throws {
        #expect(try decoded(text).request == .success(request))
    }

    /// What only a server sends, and wrongly.
    static let broken = [
        "posted { message { \(id) sender: \"bob\" kind: HUMAN edit: 0 } }",
        "posted { message { \(id) sender: \"bob\" kind: HUMAN deletion: -1 } }",
        "posted { message { \(id) sender: \"bob\" kind: HUMAN reply_to: -1 } }",
        "posted { message { \(id) sender: \"bob\" kind: HUMAN question { choices: [\"a\", \"A\"] } } }",
        "id: 1 conversations { conversations { conversation: 1 } }", "id: 1 room { }",
        #"id: 1 room { summary { target: "ops" } members { role: OWNER } }"#,
        #"id: 1 room { summary { target: "ops" } banned: "a b" }"#,
        #"id: 1 room { summary { target: "ops" } invited: "" }"#, "id: 1 claimed { work { failures: 1 } }",
        "id: 1 found { hits { target: \"ops\" message { } } }", "id: 1 markers { markers { read: 1 } }",
        "opened { }", "presence_changed { users { name: \"bob\" } }", "marker_moved { conversation: 2 }",
    ]

    @Test(arguments: broken)
    func aServerThatSendsABadValueBreaksTheProtocol(text: String) throws {
        let bytes: [UInt8] = try PBServerFrame(textFormatString: text).serializedBytes()
        let error = #expect(throws: ChatError.self) { try ServerFrame.read(ByteBuffer(bytes: bytes)) }
        #expect(error?.code == .protocolViolation)
    }

    private static func send(_ act: OutgoingMessage.Act) -> Request {
        .send(OutgoingMessage(id: Sample.messageID, target: Sample.ops, body: "", act: act))
    }

    private static func retaining(_ time: Duration) -> Request {
        .configureRoom(Sample.changed(ConfigureRoom(room: Sample.room)) { $0.retain = time })
    }

    private func code(of text: String) throws -> ChatError.Code? {
        guard case .failure(let error) = try decoded(text).request else { return nil }
        return error.code
    }

    private func decoded(_ text: String) throws -> ClientFrame {
        let bytes: [UInt8] = try PBClientFrame(textFormatString: text).serializedBytes()
        return try ClientFrame(decoding: ByteBuffer(bytes: bytes))
    }
}
