import ChatroomCore
import ChatroomWire

@testable import ChatroomTestSupport

extension GoldenRequest {
    /// Work under a cursor, searches, and what else a client asks about conversations.
    static let ofWork = [
        GoldenRequest(
            name: "watch",
            text: #"id: 49 watch { conversations: true presence: true markers: true }"#,
            hex: "0000000b0831b20106080110011801",
            request: .watch(Watch(conversations: true, presence: true, markers: true))),
        GoldenRequest(
            name: "watch nothing",
            text: #"id: 50 watch { }"#,
            hex: "000000050832b20100",
            request: .watch(Watch())),
        GoldenRequest(
            name: "setAway",
            text: #"id: 51 set_away { text: "lunch" }"#,
            hex: "0000000c0833ba01070a056c756e6368",
            request: .setAway("lunch")),
        GoldenRequest(
            name: "setAway back",
            text: #"id: 52 set_away { }"#,
            hex: "000000050834ba0100",
            request: .setAway(nil)),
        GoldenRequest(
            name: "claim from the tail",
            text: #"id: 53 claim { target: "ops" cursor: "deployer" limit: 10 }"#,
            hex: "000000160835c201110a036f707312086465706c6f796572180a",
            request: .claim(Claim(target: Sample.ops, cursor: Sample.deployer, limit: 10))),
        GoldenRequest(
            name: "claim after a seq",
            text: #"id: 54 claim { target: "ops" cursor: "deployer" limit: 1000 after: 0 }"#,
            hex: "000000190836c201140a036f707312086465706c6f79657218e8072000",
            request: .claim(Claim(target: Sample.ops, cursor: Sample.deployer, limit: 1000, start: .after(0)))),
        GoldenRequest(
            name: "claim since a time",
            text: #"id: 55 claim { target: "@bob" cursor: "deployer" limit: 1 since: 1795366800000 }"#,
            hex: "0000001e0837c201190a0440626f6212086465706c6f7965721801288095cda1a034",
            request: .claim(
                Claim(target: .direct(Sample.bob), cursor: Sample.deployer, limit: 1, start: .since(Sample.noon)))),
        GoldenRequest(
            name: "settle",
            text: #"id: 56 settle { conversation: 2 cursor: "deployer" done: [43, 44] failed: [300] }"#,
            hex: "000000190838ca0114080212086465706c6f7965721a022b2c2202ac02",
            request: .settle(
                Settle(conversation: Sample.conversation, cursor: Sample.deployer, done: [43, 44], failed: [300]))),
        GoldenRequest(
            name: "search",
            text: #"""
                id: 57 search { terms { text: "green build" phrase: true } terms { text: "dep" prefix: true } \#
                terms { text: "red" excluded: true } target: "ops" from: "ci" has_file: true since: \#
                1795366800000 until: 1795366827204 before: 77 limit: 20 }
                """#,
            hex: """
                000000450839d201400a0f0a0b677265656e206275696c6410010a070a0364657018010a070a03726564200112036f70\
                731a0263692001288095cda1a03430c4e9cea1a034384d4014
                """,
            request: .search(.everything)),
        GoldenRequest(
            name: "search for a word",
            text: #"id: 58 search { terms { text: "green" } limit: 100 }"#,
            hex: "00000010083ad2010b0a070a05677265656e4064",
            request: .search(Search(terms: [SearchTerm(text: "green")]))),
        GoldenRequest(
            name: "verify",
            text: #"id: 59 verify { target: "ops" after: 10000 }"#,
            hex: "0000000d083bda01080a036f707310904e",
            request: .verify(Verify(target: Sample.ops, after: 10_000))),
        GoldenRequest(
            name: "listMarkers",
            text: #"id: 60 list_markers { target: "@bob" }"#,
            hex: "0000000b083ce201060a0440626f62",
            request: .listMarkers(.direct(Sample.bob))),
        GoldenRequest(
            name: "ping for readiness",
            text: #"id: 90 ping { ready: true }"#,
            hex: "00000006085a7a020801",
            request: .ping(Ping(asksReadiness: true))),
        GoldenRequest(
            name: "listCursors",
            text: #"id: 91 list_cursors { }"#,
            hex: "00000005085bb20200",
            request: .listCursors),
    ]
}
