import ChatroomCore
import ChatroomWire
import Testing

@testable import ChatroomTestSupport

/// What a server sends, its frame in protobuf's text format, and the frame's bytes as `protoc --encode` makes them.
struct GoldenServerFrame: CustomTestStringConvertible {
    let name: String
    let text: String
    let hex: String
    let frame: ServerFrame

    var testDescription: String { name }
}

extension GoldenServerFrame {
    /// One frame at least for each kind of reply and event.
    ///
    /// The bytes never change: old clients read them for ever.
    static let all = [
        GoldenServerFrame(
            name: "error",
            text: #"""
                id: 9 error { code: "rate-limited" message: "sending too fast to ops" hint: "Wait." retry_after: \#
                2400 }
                """#,
            hex: """
                00000035080912310a0c726174652d6c696d69746564121773656e64696e6720746f6f206661737420746f20\
                6f70731a05576169742e20e012
                """,
            frame: .reply(9, .failure(Sample.rateLimited))),
        GoldenServerFrame(
            name: "error without a hint",
            text: #"id: 9 error { code: "not-found" message: "no room 'buidls' here" }"#,
            hex: "00000026080912220a096e6f742d666f756e6412156e6f20726f6f6d2027627569646c73272068657265",
            frame: .reply(9, .failure(ChatError(.notFound, "no room 'buidls' here")))),
        GoldenServerFrame(
            name: "done",
            text: #"id: 5 done { }"#,
            hex: "0000000408051a00",
            frame: .reply(5, .success(.done))),
        GoldenServerFrame(
            name: "welcome",
            text: #"id: 1 welcome { version: 1 server: "chatroom/1.0" body_limit: 65536 time: 1795366800000 }"#,
            hex: "0000001f0801221b0801120c63686174726f6f6d2f312e3020808004288095cda1a034",
            frame: .reply(
                1, .success(.welcome(Welcome(version: 1, server: "chatroom/1.0", bodyLimit: 65_536, time: Sample.noon)))
            )),
        GoldenServerFrame(
            name: "loggedIn with a new token",
            text: #"""
                id: 3 logged_in { name: "alice" kind: HUMAN administrator: true token: \#
                "0123456789abcdef0123456789abcdef" }
                """#,
            hex: """
                0000003108032a2d0a05616c6963651001180122203031323334353637383961626364656630313233343536\
                373839616263646566
                """,
            frame: .reply(
                3,
                .success(
                    .loggedIn(
                        LoggedIn(
                            user: User(name: Sample.alice, kind: .human, role: .administrator), token: Sample.secret))))
        ),
        GoldenServerFrame(
            name: "loggedIn with a secret",
            text: #"""
                id: 5 logged_in { name: "alice" kind: HUMAN administrator: true token: \#
                "0123456789abcdef0123456789abcdef" id_secret: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef" }
                """#,
            hex: "0000005308052a4f0a05616c6963651001180122203031323334353637383961626364656630313233343536"
                + "3738396162636465662a204142434445464748494a4b4c4d4e4f505152535455565758595a616263646566",
            frame: .reply(
                5,
                .success(
                    .loggedIn(
                        LoggedIn(
                            user: User(name: Sample.alice, kind: .human, role: .administrator), token: Sample.secret,
                            idSecret: MessageID.Secret(bytes: Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef".utf8))))))
        ),
        GoldenServerFrame(
            name: "loggedIn with a proof",
            text: #"id: 6 logged_in { name: "ci" kind: SCRIPT device_proof: "0123456789abcdef" }"#,
            hex: "0000001c08062a180a0263691003421030313233343536373839616263646566",
            frame: .reply(
                6,
                .success(
                    .loggedIn(
                        LoggedIn(
                            user: User(name: Sample.ci, kind: .script, role: .member), token: nil,
                            proof: LoginProof(bytes: Array("0123456789abcdef".utf8))))))
        ),
        GoldenServerFrame(
            name: "loggedIn with a token",
            text: #"id: 4 logged_in { name: "ci" kind: SCRIPT }"#,
            hex: "0000000a08042a060a0263691003",
            frame: .reply(
                4, .success(.loggedIn(LoggedIn(user: User(name: Sample.ci, kind: .script, role: .member), token: nil))))
        ),
        GoldenServerFrame(
            name: "tokens",
            text: #"""
                id: 7 tokens { tokens { id: 3 label: "laptop" created: 1795366800000 last_used: 1795366827204 \#
                current: true } tokens { id: 4 } }
                """#,
            hex: "00000024080732200a1a080312066c6170746f70188095cda1a03420c4e9cea1a03428010a020804",
            frame: .reply(7, .success(.tokens([Sample.laptop, Sample.unused])))),
        GoldenServerFrame(
            name: "sent",
            text: #"id: 9 sent { conversation: 2 seq: 44 time: 1795366827204 duplicate: true }"#,
            hex: "0000001108093a0d0802102c18c4e9cea1a0342001",
            frame: .reply(
                9,
                .success(
                    .sent(Receipt(conversation: Sample.conversation, seq: 44, time: Sample.later, isDuplicate: true))))),
        GoldenServerFrame(
            name: "page",
            text: #"""
                id: 11 page { conversation: 2 messages { seq: 43 id: \#
                "\001\232\260\362\174\021\175\076\212\100\057\157\037\014\233\021" sender: "bob" kind: HUMAN \#
                time: 1795366827204 body: "@alice can you look?" } messages { seq: 44 id: \#
                "\001\232\260\362\174\021\175\076\212\100\057\157\037\014\233\021" sender: "ci" kind: AGENT \#
                time: 1795366827204 body: "green" reply_to: 43 } more: true head: 99 }
                """#,
            hex: """
                00000070080b426c08021238082b1210019ab0f27c117d3e8a402f6f1f0c9b111a03626f62200128c4e9cea1\
                a034321440616c6963652063616e20796f75206c6f6f6b3f122a082c1210019ab0f27c117d3e8a402f6f1f0c\
                9b111a026369200228c4e9cea1a0343205677265656e382b18012063
                """,
            frame: .reply(
                11,
                .success(
                    .page(
                        HistoryPage(
                            conversation: Sample.conversation, messages: [Sample.question, Sample.answer],
                            hasMore: true, head: 99))))),
        GoldenServerFrame(
            name: "page without messages",
            text: #"id: 11 page { conversation: 2 }"#,
            hex: "00000006080b42020802",
            frame: .reply(
                11,
                .success(.page(HistoryPage(conversation: Sample.conversation, messages: [], hasMore: false, head: 0))))),
        GoldenServerFrame(
            name: "following",
            text: #"id: 12 following { conversation: 2 position: 42 head: 44 }"#,
            hex: "0000000a080c4a060802102a182c",
            frame: .reply(
                12, .success(.following(Following(conversation: Sample.conversation, position: 42, head: 44))))),
        GoldenServerFrame(
            name: "present",
            text: #"""
                id: 19 present { users { name: "alice" kind: HUMAN sessions: 2 since: 1795366800000 idle: 90000 \#
                } }
                """#,
            hex: "0000001c081352180a160a05616c69636510011802208095cda1a0342890bf05",
            frame: .reply(19, .success(.present([Sample.present])))),
        GoldenServerFrame(
            name: "posted",
            text: #"""
                posted { conversation: 2 message { seq: 43 id: \#
                "\001\232\260\362\174\021\175\076\212\100\057\157\037\014\233\021" sender: "bob" kind: HUMAN \#
                time: 1795366827204 body: "@alice can you look?" } }
                """#,
            hex: """
                0000003e5a3c08021238082b1210019ab0f27c117d3e8a402f6f1f0c9b111a03626f62200128c4e9cea1a034\
                321440616c6963652063616e20796f75206c6f6f6b3f
                """,
            frame: .event(.posted(Sample.conversation, Sample.question))),
        GoldenServerFrame(
            name: "goingAway",
            text: #"going_away { reason { code: "shutting-down" message: "the server stops" retry_after: 1000 } }"#,
            hex: "0000002862260a240a0d7368757474696e672d646f776e1210746865207365727665722073746f707320e807",
            frame: .event(.goingAway(ChatError(.shuttingDown, "the server stops", retryAfter: .seconds(1))))),
    ]
}
