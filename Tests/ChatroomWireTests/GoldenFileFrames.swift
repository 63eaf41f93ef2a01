import ChatroomCore
import ChatroomWire
import NIOCore

@testable import ChatroomTestSupport

extension GoldenServerFrame {
    /// Answers about files, and a message that brings one.
    static let files = [
        GoldenServerFrame(
            name: "uploading",
            text: #"id: 60 uploading { file: 44 received: 262144 digest: "0123456789abcdef0123456789abcdef" }"#,
            hex: "0000002d083cc20128082c108080101a203031323334353637383961626364656630313233343536373839616263646566",
            frame: .reply(
                60, .success(.uploading(Uploading(file: Sample.file, received: 262_144, digest: Sample.digest))))),
        GoldenServerFrame(
            name: "a piece",
            text: #"id: 70 file_chunk { file: 44 offset: 262144 data: "abc" }"#,
            hex: "000000100846ca010b082c108080101a03616263",
            frame: .reply(
                70,
                .success(
                    .fileChunk(FileChunk(file: Sample.file, offset: 262_144, bytes: ByteBuffer(string: "abc")))))),
        GoldenServerFrame(
            name: "the end of a file",
            text: #"id: 70 file_chunk { file: 44 offset: 3 }"#,
            hex: "000000090846ca0104082c1003",
            frame: .reply(70, .success(.fileChunk(FileChunk(file: Sample.file, offset: 3, bytes: ByteBuffer()))))),
        GoldenServerFrame(
            name: "uploads",
            text: #"""
                id: 68 uploads { uploads { file: 44 target: "ops" name: "dump.sql" size: 62900000 received\#
                : 5 touched: 1795366800000 finished: true } uploads { file: 44 target: "@bob" name: "dump.\#
                sql" touched: 1795366800000 } }
                """#,
            hex: """
                000000430844d2013e0a21082c12036f70731a0864756d702e73716c20a08eff1d2805308095cda1a03438010a\
                19082c120440626f621a0864756d702e73716c308095cda1a034
                """,
            frame: .reply(
                68,
                .success(
                    .uploads([
                        PendingUpload(
                            file: Sample.file, target: Sample.ops, name: Sample.dump, size: 62_900_000, received: 5,
                            touched: Sample.noon, isFinished: true),
                        PendingUpload(
                            file: Sample.file, target: .direct(Sample.bob), name: Sample.dump, size: nil, received: 0,
                            touched: Sample.noon, isFinished: false),
                    ])))),
        GoldenServerFrame(
            name: "an opened file",
            text: #"""
                id: 69 file_opened { file { id: 44 name: "dump.sql" type: "application/sql" size: 62900000\#
                 digest: "0123456789abcdef0123456789abcdef" } target: "ops" seq: 44 sender: "bob" time: 17\#
                95366800000 }
                """#,
            hex: """
                0000005e0845da01590a44082c120864756d702e73716c1a0f6170706c69636174696f6e2f73716c20a08eff1d\
                2a20303132333435363738396162636465663031323334353637383961626364656612036f7073182c2203626f\
                62288095cda1a034
                """,
            frame: .reply(
                69,
                .success(
                    .fileOpened(
                        FileOpened(
                            file: Sample.attachment, target: Sample.ops, seq: 44, sender: Sample.bob, time: Sample.noon)
                    )))),
        GoldenServerFrame(
            name: "a message with a file",
            text: #"""
                posted { conversation: 2 message { seq: 44 id: "\x01\x9a\xb0\xf2\x7c\x11\x7d\x3e\x8a\x40\x\#
                2f\x6f\x1f\x0c\x9b\x11" sender: "bob" kind: HUMAN time: 1795366827204 body: "the dump" fil\#
                e { id: 44 name: "dump.sql" type: "application/sql" size: 62900000 digest: "0123456789abcd\#
                ef0123456789abcdef" } } }
                """#,
            hex: """
                000000785a7608021272082c1210019ab0f27c117d3e8a402f6f1f0c9b111a03626f62200128c4e9cea1a03432\
                087468652064756d707a44082c120864756d702e73716c1a0f6170706c69636174696f6e2f73716c20a08eff1d\
                2a203031323334353637383961626364656630313233343536373839616263646566
                """,
            frame: .event(
                .posted(
                    Sample.conversation,
                    Message(
                        seq: 44, id: Sample.messageID, sender: Sample.bob, kind: .human, time: Sample.later,
                        body: "the dump", file: Sample.attachment)))),
    ]
}
