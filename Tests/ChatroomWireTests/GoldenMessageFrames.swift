import ChatroomCore
import ChatroomWire

@testable import ChatroomTestSupport

extension GoldenServerFrame {
    /// What a message is beyond its text.
    static let ofMessages = [
        GoldenServerFrame(
            name: "posted edit",
            text: #"""
                posted { conversation: 2 message { seq: 45 id: \#
                "\001\232\260\362\174\021\175\076\212\100\057\157\037\014\233\021" sender: "bob" kind: HUMAN \#
                time: 1795366827204 body: "x" edit: 43 } }
                """#,
            hex: "0000002d5a2b08021227082d1210019ab0f27c117d3e8a402f6f1f0c9b111a03626f62200128c4e9cea1a034320178402b",
            frame: .event(.posted(Sample.conversation, Sample.entry(45, .edit(of: 43))))),
        GoldenServerFrame(
            name: "posted deletion",
            text: #"""
                posted { conversation: 2 message { seq: 46 id: \#
                "\001\232\260\362\174\021\175\076\212\100\057\157\037\014\233\021" sender: "bob" kind: HUMAN \#
                time: 1795366827204 deletion: 43 } }
                """#,
            hex: "0000002a5a2808021224082e1210019ab0f27c117d3e8a402f6f1f0c9b111a03626f62200128c4e9cea1a034482b",
            frame: .event(.posted(Sample.conversation, Sample.entry(46, .deletion(of: 43), body: "")))),
        GoldenServerFrame(
            name: "posted topic",
            text: #"""
                posted { conversation: 2 message { seq: 47 id: \#
                "\001\232\260\362\174\021\175\076\212\100\057\157\037\014\233\021" sender: "bob" kind: HUMAN \#
                time: 1795366827204 body: "x" topic: true } }
                """#,
            hex: "0000002d5a2b08021227082f1210019ab0f27c117d3e8a402f6f1f0c9b111a03626f62200128c4e9cea1a0343201785001",
            frame: .event(.posted(Sample.conversation, Sample.entry(47, .topic)))),
        GoldenServerFrame(
            name: "posted question",
            text: #"""
                posted { conversation: 2 message { seq: 48 id: \#
                "\001\232\260\362\174\021\175\076\212\100\057\157\037\014\233\021" sender: "bob" kind: HUMAN \#
                time: 1795366827204 body: "x" question { choices: ["yes", "no"] deadline: 1795366900000 } } }
                """#,
            hex: """
                0000003d5a3b0802123708301210019ab0f27c117d3e8a402f6f1f0c9b111a03626f62200128c4e9cea1a0343201785a\
                100a037965730a026e6f18a0a2d3a1a034
                """,
            frame: .event(.posted(Sample.conversation, Sample.entry(48, asks: Sample.choice)))),
        GoldenServerFrame(
            name: "posted question for any text at any time",
            text: #"""
                posted { conversation: 2 message { seq: 49 id: \#
                "\001\232\260\362\174\021\175\076\212\100\057\157\037\014\233\021" sender: "bob" kind: HUMAN \#
                time: 1795366827204 body: "x" question { } } }
                """#,
            hex: "0000002d5a2b0802122708311210019ab0f27c117d3e8a402f6f1f0c9b111a03626f62200128c4e9cea1a0343201785a00",
            frame: .event(.posted(Sample.conversation, Sample.entry(49, asks: Sample.anyText)))),
        GoldenServerFrame(
            name: "posted late answer",
            text: #"""
                posted { conversation: 2 message { seq: 50 id: \#
                "\001\232\260\362\174\021\175\076\212\100\057\157\037\014\233\021" sender: "bob" kind: HUMAN \#
                time: 1795366827204 body: "x" reply_to: 48 late: true } }
                """#,
            hex: """
                0000002f5a2d0802122908321210019ab0f27c117d3e8a402f6f1f0c9b111a03626f62200128c4e9cea1a03432017838\
                306001
                """,
            frame: .event(.posted(Sample.conversation, Sample.lateAnswer))),
        GoldenServerFrame(
            name: "posted summons",
            text: #"""
                posted { conversation: 2 message { seq: 51 id: \#
                "\001\232\260\362\174\021\175\076\212\100\057\157\037\014\233\021" sender: "bob" kind: HUMAN \#
                time: 1795366827204 body: "@all" summons: EVERYBODY } }
                """#,
            hex: """
                000000315a2f0802122b08331210019ab0f27c117d3e8a402f6f1f0c9b111a03626f62200128c4e9cea1a03432044061\
                6c6c800101
                """,
            frame: .event(.posted(Sample.conversation, Sample.summons))),
        GoldenServerFrame(
            name: "page of a deleted and an edited message",
            text: #"""
                id: 61 page { conversation: 2 messages { seq: 43 id: \#
                "\001\232\260\362\174\021\175\076\212\100\057\157\037\014\233\021" sender: "bob" kind: HUMAN \#
                time: 1795366827204 deleted: true } messages { seq: 44 id: \#
                "\001\232\260\362\174\021\175\076\212\100\057\157\037\014\233\021" sender: "bob" kind: HUMAN \#
                time: 1795366827204 body: "x" edited: 1795366900000 } head: 99 }
                """#,
            hex: """
                0000005c083d425808021224082b1210019ab0f27c117d3e8a402f6f1f0c9b111a03626f62200128c4e9cea1a0346801\
                122c082c1210019ab0f27c117d3e8a402f6f1f0c9b111a03626f62200128c4e9cea1a03432017870a0a2d3a1a0342063
                """,
            frame: .reply(
                61,
                .success(
                    .page(
                        HistoryPage(
                            conversation: Sample.conversation, messages: [Sample.deleted, Sample.edited],
                            hasMore: false,
                            head: 99))))),
        GoldenServerFrame(
            name: "sent to one who is not there",
            text: #"id: 62 sent { conversation: 2 seq: 44 time: 1795366827204 recipient_offline: true }"#,
            hex: "00000011083e3a0d0802102c18c4e9cea1a0342801",
            frame: .reply(
                62,
                .success(
                    .sent(
                        Receipt(
                            conversation: Sample.conversation, seq: 44, time: Sample.later, isDuplicate: false,
                            isRecipientOffline: true))))),
        GoldenServerFrame(
            name: "present and away",
            text: #"id: 63 present { users { name: "alice" kind: HUMAN since: 1795366800000 away: "lunch" } }"#,
            hex: "0000001d083f52190a170a05616c6963651001208095cda1a03432056c756e6368",
            frame: .reply(63, .success(.present([Sample.away])))),
    ]
}
