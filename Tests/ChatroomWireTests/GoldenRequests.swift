import ChatroomCore
import ChatroomWire
import Testing

@testable import ChatroomTestSupport

/// A request, its frame in protobuf's text format, and the frame's bytes as `protoc --encode` makes them from that.
struct GoldenRequest: CustomTestStringConvertible {
    let name: String
    let text: String
    let hex: String
    let request: Request

    var testDescription: String { name }
}

extension GoldenRequest {
    /// One frame at least for each kind of request.
    ///
    /// The bytes never change: old clients send them for ever.
    static let all = [
        GoldenRequest(
            name: "hello",
            text: #"id: 1 hello { versions: [1] client: "chatroom/1.0" }"#,
            hex: "00000015080112110a0101120c63686174726f6f6d2f312e30",
            request: .hello(Hello(versions: [1], client: "chatroom/1.0"))),
        GoldenRequest(
            name: "register",
            text: #"id: 2 register { name: "alice" password: "correct horse" kind: HUMAN label: "laptop" }"#,
            hex: "0000002408021a200a05616c696365120d636f727265637420686f727365180122066c6170746f70",
            request: .register(Register(name: Sample.alice, password: "correct horse", kind: .human, label: "laptop"))),
        GoldenRequest(
            name: "login with a password",
            text: #"id: 3 login { password { name: "Alice" password: "correct horse" label: "laptop" } }"#,
            hex: "00000024080322200a1e0a05416c696365120d636f727265637420686f7273651a066c6170746f70",
            request: .login(Login(.password(name: "Alice", password: "correct horse", label: "laptop")))),
        GoldenRequest(
            name: "login with a password and a proof",
            text: #"id: 3 login { password { name: "Alice" password: "correct horse" proof: "0123456789abcdef" } }"#,
            hex: "0000002e0803222a0a280a05416c696365120d636f727265637420686f727365321030313233343536373839616263646566",
            request: .login(
                Login(
                    .password(name: "Alice", password: "correct horse", label: ""),
                    proof: LoginProof(bytes: Array("0123456789abcdef".utf8))))),
        GoldenRequest(
            name: "login with a token",
            text: #"id: 4 login { token: "0123456789abcdef0123456789abcdef" }"#,
            hex: "000000260804222212203031323334353637383961626364656630313233343536373839616263646566",
            request: .login(Login(.token(Sample.secret)))),
        GoldenRequest(
            name: "logout",
            text: #"id: 5 logout { }"#,
            hex: "0000000408052a00",
            request: .logout),
        GoldenRequest(
            name: "changePassword",
            text: #"id: 6 change_password { old: "correct horse" new: "battery staple" }"#,
            hex: "000000230806321f0a0d636f727265637420686f727365120e6261747465727920737461706c65",
            request: .changePassword(ChangePassword(old: "correct horse", new: "battery staple"))),
        GoldenRequest(
            name: "listTokens",
            text: #"id: 7 list_tokens { }"#,
            hex: "0000000408073a00",
            request: .listTokens),
        GoldenRequest(
            name: "revokeToken",
            text: #"id: 8 revoke_token { id: 3 }"#,
            hex: "00000006080842020803",
            request: .revokeToken(Token.ID(rawValue: 3))),
        GoldenRequest(
            name: "send",
            text: #"""
                id: 9 send { id: "\001\232\260\362\174\021\175\076\212\100\057\157\037\014\233\021" target: \#
                "ops" body: "build is green \342\234\223" reply_to: 41 }
                """#,
            hex: """
                0000003108094a2d0a10019ab0f27c117d3e8a402f6f1f0c9b1112036f70731a126275696c64206973206772\
                65656e20e29c932029
                """,
            request: .send(
                OutgoingMessage(id: Sample.messageID, target: Sample.ops, body: "build is green ✓", replyTo: 41))),
        GoldenRequest(
            name: "send to a user",
            text: #"""
                id: 10 send { id: "\001\232\260\362\174\021\175\076\212\100\057\157\037\014\233\021" target: \#
                "@bob" body: "" }
                """#,
            hex: "0000001c080a4a180a10019ab0f27c117d3e8a402f6f1f0c9b11120440626f62",
            request: .send(OutgoingMessage(id: Sample.messageID, target: .direct(Sample.bob), body: ""))),
        GoldenRequest(
            name: "history",
            text: #"""
                id: 11 history { target: "ops" after: 7 before: 100 since: 1795366800000 until: 1795366827204 \#
                from: "bob" newest: 3 limit: 50 }
                """#,
            hex: "00000024080b52200a036f707310071864208095cda1a03428c4e9cea1a0343203626f6238034032",
            request: .history(
                HistoryQuery(
                    target: Sample.ops, after: 7, before: 100, since: Sample.noon, until: Sample.later,
                    from: Sample.bob, newest: 3, limit: 50))),
        GoldenRequest(
            name: "follow after a seq",
            text: #"id: 12 follow { target: "ops" after: 42 }"#,
            hex: "0000000b080c5a070a036f7073102a",
            request: .follow(Follow(target: Sample.ops, start: .after(42)))),
        GoldenRequest(
            name: "follow from the start",
            text: #"id: 13 follow { target: "ops" after: 0 }"#,
            hex: "0000000b080d5a070a036f70731000",
            request: .follow(Follow(target: Sample.ops, start: .after(0)))),
        GoldenRequest(
            name: "follow from the tail",
            text: #"id: 14 follow { target: "lobby" tail: true }"#,
            hex: "0000000d080e5a090a056c6f6262791801",
            request: .follow(Follow(target: .lobby, start: .tail))),
        GoldenRequest(
            name: "follow since a time",
            text: #"id: 15 follow { target: "ops" since: 1795366800000 }"#,
            hex: "00000010080f5a0c0a036f7073208095cda1a034",
            request: .follow(Follow(target: Sample.ops, start: .since(Sample.noon)))),
        GoldenRequest(
            name: "unfollow",
            text: #"id: 17 unfollow { conversation: 2 }"#,
            hex: "00000006081162020802",
            request: .unfollow(Conversation.ID(rawValue: 2))),
        GoldenRequest(
            name: "ack",
            text: #"id: 18 ack { conversation: 2 cursor: "deployer" seq: 44 }"#,
            hex: "0000001208126a0e080212086465706c6f796572182c",
            request: .ack(Ack(conversation: Conversation.ID(rawValue: 2), cursor: Sample.deployer, seq: 44))),
        GoldenRequest(
            name: "who",
            text: #"id: 19 who { }"#,
            hex: "0000000408137200",
            request: .who(Who())),
        GoldenRequest(
            name: "ping",
            text: #"id: 18446744073709551615 ping { }"#,
            hex: "0000000d08ffffffffffffffffff017a00",
            request: .ping),
    ]
}
