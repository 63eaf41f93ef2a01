import ChatroomCore
import ChatroomWire

@testable import ChatroomTestSupport

extension GoldenServerFrame {
    /// Conversations, rooms, work, searches and what happens to them.
    static let ofConversations = [
        GoldenServerFrame(
            name: "conversations",
            text: #"""
                id: 64 conversations { conversations { conversation: 1 target: "lobby" role: MEMBER } \#
                conversations { conversation: 2 target: "ops" topic: "what runs" private: true role: MODERATOR \#
                head: 99 time: 1795366827204 read: 43 unread: 56 mentions: 2 } }
                """#,
            hex: """
                0000003808406a340a0b080112056c6f62627928010a25080212036f70731a09776861742072756e7320012802306338\
                c4e9cea1a034402b48385002
                """,
            frame: .reply(64, .success(.conversations([Sample.emptyLobby, Sample.summary])))),
        GoldenServerFrame(
            name: "no conversations",
            text: #"id: 64 conversations { }"#,
            hex: "0000000408406a00",
            frame: .reply(64, .success(.conversations([])))),
        GoldenServerFrame(
            name: "invitations",
            text: #"""
                id: 64 conversations { conversations { conversation: 1 target: "lobby" role: OWNER role_is_new: true } \#
                invitations { room: "ops" inviter: "bob" } invitations { room: "builds" } }
                """#,
            hex: "0000002908406a250a0d080112056c6f62627928035801120a0a036f70731203626f6212080a066275696c6473",
            frame: .reply(
                64,
                .success(
                    .conversations(
                        [Sample.ownedLobby],
                        invitations: [
                            Invitation(room: Sample.room, inviter: Sample.bob),
                            Invitation(room: Sample.builds, inviter: nil),
                        ])))),
        GoldenServerFrame(
            name: "invited", text: #"invited { invitation { room: "ops" inviter: "bob" } }"#,
            hex: "0000000fe2010c0a0a0a036f70731203626f62",
            frame: .event(.invited(Invitation(room: Sample.room, inviter: Sample.bob)))),
        GoldenServerFrame(
            name: "room",
            text: #"""
                id: 65 room { summary { conversation: 2 target: "ops" topic: "what runs" private: true role: \#
                MODERATOR head: 99 time: 1795366827204 read: 43 unread: 56 mentions: 2 } slow: 5000 retain: \#
                86400000 created: 1795366800000 members { name: "alice" role: OWNER } members { name: "ci" \#
                role: MEMBER } banned: "bob" invited: "deploy.bot" }
                """#,
            hex: """
                0000005e0841725a0a25080212036f70731a09776861742072756e7320012802306338c4e9cea1a034402b4838500210\
                88271880b89929208095cda1a0342a090a05616c69636510032a060a02636910013203626f623a0a6465706c6f792e62\
                6f74
                """,
            frame: .reply(65, .success(.room(Sample.roomOfOps)))),
        GoldenServerFrame(
            name: "claimed",
            text: #"""
                id: 66 claimed { conversation: 2 work { message { seq: 43 id: \#
                "\001\232\260\362\174\021\175\076\212\100\057\157\037\014\233\021" sender: "bob" kind: HUMAN \#
                time: 1795366827204 body: "x" } } work { message { seq: 45 id: \#
                "\001\232\260\362\174\021\175\076\212\100\057\157\037\014\233\021" sender: "bob" kind: HUMAN \#
                time: 1795366827204 body: "x" edit: 43 } failures: 3 } more: true }
                """#,
            hex: """
                0000005e08427a5a080212270a25082b1210019ab0f27c117d3e8a402f6f1f0c9b111a03626f62200128c4e9cea1a034\
                320178122b0a27082d1210019ab0f27c117d3e8a402f6f1f0c9b111a03626f62200128c4e9cea1a034320178402b1003\
                1801
                """,
            frame: .reply(66, .success(.claimed(Sample.claimed)))),
        GoldenServerFrame(
            name: "nothing claimed",
            text: #"id: 66 claimed { conversation: 2 }"#,
            hex: "0000000608427a020802",
            frame: .reply(
                66, .success(.claimed(Claimed(conversation: Sample.conversation, work: [], hasMore: false))))),
        GoldenServerFrame(
            name: "found",
            text: #"""
                id: 67 found { hits { conversation: 2 target: "ops" message { seq: 43 id: \#
                "\001\232\260\362\174\021\175\076\212\100\057\157\037\014\233\021" sender: "bob" kind: HUMAN \#
                time: 1795366827204 body: "x" } } next: 77 }
                """#,
            hex: """
                0000003708438201320a2e080212036f70731a25082b1210019ab0f27c117d3e8a402f6f1f0c9b111a03626f62200128\
                c4e9cea1a034320178104d
                """,
            frame: .reply(67, .success(.found(Sample.found)))),
        GoldenServerFrame(
            name: "nothing found",
            text: #"id: 67 found { }"#,
            hex: "000000050843820100",
            frame: .reply(67, .success(.found(Found(hits: [], next: nil))))),
        GoldenServerFrame(
            name: "verified",
            text: #"id: 68 verified { through: 99 head: 99 }"#,
            hex: "0000000908448a010408631863",
            frame: .reply(68, .success(.verified(Verified(through: 99, broken: nil, head: 99))))),
        GoldenServerFrame(
            name: "verified up to a break",
            text: #"id: 68 verified { through: 42 broken: 43 head: 99 }"#,
            hex: "0000000b08448a0106082a102b1863",
            frame: .reply(68, .success(.verified(Verified(through: 42, broken: 43, head: 99))))),
        GoldenServerFrame(
            name: "markers",
            text: #"""
                id: 69 markers { conversation: 2 markers { user: "alice" delivered: 44 read: 43 } markers { \#
                user: "bob" } }
                """#,
            hex: "0000001b08459201160802120b0a05616c696365102c182b12050a03626f62",
            frame: .reply(
                69,
                .success(
                    .markers(
                        Markers(
                            conversation: Sample.conversation,
                            markers: [Sample.marker, Marker(user: Sample.bob, delivered: 0, read: 0)]))))),
        GoldenServerFrame(
            name: "opened",
            text: #"""
                opened { summary { conversation: 2 target: "ops" topic: "what runs" private: true role: \#
                MODERATOR head: 99 time: 1795366827204 read: 43 unread: 56 mentions: 2 } }
                """#,
            hex: "0000002a9a01270a25080212036f70731a09776861742072756e7320012802306338c4e9cea1a034402b48385002",
            frame: .event(.opened(Sample.summary))),
        GoldenServerFrame(
            name: "ended",
            text: #"ended { conversation: 2 reason { code: "not-allowed" message: "you were put out of ops" } }"#,
            hex: "0000002da2012a080212260a0b6e6f742d616c6c6f7765641217796f75207765726520707574206f7574206f66206f7073",
            frame: .event(
                .ended(Sample.conversation, ChatError(.notAllowed, "you were put out of ops")))),
        GoldenServerFrame(
            name: "presenceChanged",
            text: #"""
                presence_changed { users { name: "alice" kind: HUMAN sessions: 2 since: 1795366800000 idle: \#
                90000 } users { name: "alice" kind: HUMAN since: 1795366800000 away: "lunch" } }
                """#,
            hex: """
                00000034aa01310a160a05616c69636510011802208095cda1a0342890bf050a170a05616c6963651001208095cda1a0\
                3432056c756e6368
                """,
            frame: .event(.presenceChanged([Sample.present, Sample.away]))),
        GoldenServerFrame(
            name: "markerMoved",
            text: #"marker_moved { conversation: 2 marker { user: "alice" delivered: 44 read: 43 } }"#,
            hex: "00000012b2010f0802120b0a05616c696365102c182b",
            frame: .event(.markerMoved(Sample.conversation, Sample.marker))),
        GoldenServerFrame(
            name: "available",
            text: #"available { conversation: 2 }"#,
            hex: "00000005ba01020802",
            frame: .event(.available(Sample.conversation))),
        GoldenServerFrame(
            name: "pong of a server that can store",
            text: #"id: 90 pong { ready: true }"#,
            hex: "00000007085afa01020801",
            frame: .reply(90, .success(.pong(Pong(isReady: true))))),
        GoldenServerFrame(
            name: "pong of a server that cannot",
            text: #"id: 92 pong { }"#,
            hex: "00000005085cfa0100",
            frame: .reply(92, .success(.pong(Pong(isReady: false))))),
        GoldenServerFrame(
            name: "pong for whoever asks for no more",
            text: #"id: 5 done { }"#,
            hex: "0000000408051a00",
            frame: .reply(5, .success(.pong(Pong(isReady: nil))))),
        GoldenServerFrame(
            name: "cursors",
            text: #"""
                id: 91 cursors { cursors { name: "deployer" target: "ops" position: 44 waiting: 3 } cursors { \#
                name: "deployer" target: "@bob" } }
                """#,
            hex: """
                0000002c085b8202270a130a086465706c6f79657212036f7073182c20030a100a086465706c6f79\
                6572120440626f62
                """,
            frame: .reply(
                91,
                .success(
                    .cursors([
                        NamedCursor(name: Sample.deployer, place: Cursor(target: Sample.ops, seq: 44), waiting: 3),
                        NamedCursor(
                            name: Sample.deployer, place: Cursor(target: .direct(Sample.bob), seq: 0), waiting: 0),
                    ])))),
    ]
}
