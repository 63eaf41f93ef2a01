import ChatroomCore
import ChatroomWire

@testable import ChatroomTestSupport

extension GoldenRequest {
    /// What a message does beyond its text, and what a history and a list of users may be asked for.
    static let ofMessages = [
        GoldenRequest(
            name: "send an edit",
            text: #"""
                id: 20 send { id: "\001\232\260\362\174\021\175\076\212\100\057\157\037\014\233\021" target: \#
                "ops" body: "x" edit: 44 }
                """#,
            hex: "0000002008144a1c0a10019ab0f27c117d3e8a402f6f1f0c9b1112036f70731a0178282c",
            request: .send(OutgoingMessage(id: Sample.messageID, target: Sample.ops, body: "x", act: .edit(44)))),
        GoldenRequest(
            name: "send a deletion",
            text: #"""
                id: 21 send { id: "\001\232\260\362\174\021\175\076\212\100\057\157\037\014\233\021" target: \#
                "ops" delete: 44 }
                """#,
            hex: "0000001d08154a190a10019ab0f27c117d3e8a402f6f1f0c9b1112036f7073302c",
            request: .send(OutgoingMessage(id: Sample.messageID, target: Sample.ops, body: "", act: .delete(44)))),
        GoldenRequest(
            name: "send an update",
            text: #"""
                id: 22 send { id: "\001\232\260\362\174\021\175\076\212\100\057\157\037\014\233\021" target: \#
                "ops" body: "x" update: "build 7" }
                """#,
            hex: "0000002708164a230a10019ab0f27c117d3e8a402f6f1f0c9b1112036f70731a01783a076275696c642037",
            request: .send(
                OutgoingMessage(id: Sample.messageID, target: Sample.ops, body: "x", act: .update(key: "build 7")))),
        GoldenRequest(
            name: "send a question",
            text: #"""
                id: 23 send { id: "\001\232\260\362\174\021\175\076\212\100\057\157\037\014\233\021" target: \#
                "ops" body: "x" question { choices: ["yes", "no"] within: 90000 } }
                """#,
            hex: "0000002d08174a290a10019ab0f27c117d3e8a402f6f1f0c9b1112036f70731a0178420d0a037965730a026e6f1090bf05",
            request: .send(
                OutgoingMessage(
                    id: Sample.messageID, target: Sample.ops, body: "x",
                    act: .ask(choices: ["yes", "no"], within: .seconds(90))))),
        GoldenRequest(
            name: "send a question for any text at any time",
            text: #"""
                id: 24 send { id: "\001\232\260\362\174\021\175\076\212\100\057\157\037\014\233\021" target: \#
                "ops" body: "x" question { } }
                """#,
            hex: "0000002008184a1c0a10019ab0f27c117d3e8a402f6f1f0c9b1112036f70731a01784200",
            request: .send(
                OutgoingMessage(
                    id: Sample.messageID, target: Sample.ops, body: "x", act: .ask(choices: [], within: nil)))),
        GoldenRequest(
            name: "send a topic",
            text: #"""
                id: 25 send { id: "\001\232\260\362\174\021\175\076\212\100\057\157\037\014\233\021" target: \#
                "ops" body: "x" topic: true }
                """#,
            hex: "0000002008194a1c0a10019ab0f27c117d3e8a402f6f1f0c9b1112036f70731a01784801",
            request: .send(OutgoingMessage(id: Sample.messageID, target: Sample.ops, body: "x", act: .topic))),
        GoldenRequest(
            name: "history with every entry of a thread",
            text: #"id: 26 history { target: "ops" limit: 50 unfolded: true thread: 43 }"#,
            hex: "0000000f081a520b0a036f707340324801582b",
            request: .history(.thread)),
        GoldenRequest(
            name: "history of one message",
            text: #"""
                id: 27 history { target: "ops" limit: 50 id: \#
                "\001\232\260\362\174\021\175\076\212\100\057\157\037\014\233\021" }
                """#,
            hex: "0000001d081b52190a036f707340325210019ab0f27c117d3e8a402f6f1f0c9b11",
            request: .history(.oneMessage)),
        GoldenRequest(
            name: "history of what is unread and mentions",
            text: #"id: 28 history { target: "@bob" limit: 50 mentions: true unread: true }"#,
            hex: "00000010081c520c0a0440626f62403260016801",
            request: .history(.waiting)),
        GoldenRequest(
            name: "who is in a room",
            text: #"id: 29 who { target: "ops" }"#,
            hex: "00000009081d72050a036f7073",
            request: .who(Who(target: Sample.ops))),
        GoldenRequest(
            name: "who is a user",
            text: #"id: 30 who { target: "@bob" }"#,
            hex: "0000000a081e72060a0440626f62",
            request: .who(Who(target: .direct(Sample.bob)))),
    ]
}
