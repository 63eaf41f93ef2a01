import ChatroomCore
import ChatroomWire
import NIOCore

@testable import ChatroomTestSupport

extension GoldenRequest {
    /// Requests about files.
    static let files = [
        GoldenRequest(
            name: "upload a file",
            text: #"id: 60 upload_file { target: "ops" name: "dump.sql" size: 62900000 }"#,
            hex: "00000019083cea01140a036f7073120864756d702e73716c18a08eff1d",
            request: .uploadFile(UploadFile(target: Sample.ops, name: Sample.dump, size: 62_900_000))),
        GoldenRequest(
            name: "upload a stream",
            text: #"id: 61 upload_file { target: "ops" name: "dump.sql" }"#,
            hex: "00000014083dea010f0a036f7073120864756d702e73716c",
            request: .uploadFile(UploadFile(target: Sample.ops, name: Sample.dump, size: nil))),
        GoldenRequest(
            name: "go on with a file",
            text: #"id: 62 upload_file { target: "ops" name: "dump.sql" size: 0 resume: 44 }"#,
            hex: "00000018083eea01130a036f7073120864756d702e73716c1800202c",
            request: .uploadFile(UploadFile(target: Sample.ops, name: Sample.dump, size: 0, resume: Sample.file))),
        GoldenRequest(
            name: "put a piece",
            text: #"id: 63 put_chunk { file: 44 offset: 262144 data: "abc" }"#,
            hex: "00000010083ff2010b082c108080101a03616263",
            request: .putChunk(FileChunk(file: Sample.file, offset: 262_144, bytes: ByteBuffer(string: "abc")))),
        GoldenRequest(
            name: "put a first piece",
            text: #"id: 64 put_chunk { file: 44 data: "abc" }"#,
            hex: "0000000c0840f20107082c1a03616263",
            request: .putChunk(FileChunk(file: Sample.file, offset: 0, bytes: ByteBuffer(string: "abc")))),
        GoldenRequest(
            name: "finish a file",
            text: #"id: 65 finish_file { file: 44 size: 3 digest: "0123456789abcdef0123456789abcdef" }"#,
            hex: "0000002b0841fa0126082c10031a203031323334353637383961626364656630313233343536373839616263646566",
            request: .finishFile(FinishFile(file: Sample.file, size: 3, digest: Sample.digest))),
        GoldenRequest(
            name: "finish a file that goes",
            text: #"""
                id: 66 finish_file { file: 44 size: 3 digest: "0123456789abcdef0123456789abcdef" expires: \#
                60000 downloads: 2 }
                """#,
            hex: """
                000000310842fa012c082c10031a20303132333435363738396162636465663031323334353637383961626364\
                656620e0d4032802
                """,
            request: .finishFile(
                FinishFile(file: Sample.file, size: 3, digest: Sample.digest, expires: .seconds(60), downloads: 2))),
        GoldenRequest(
            name: "discard a file",
            text: #"id: 67 discard_file { file: 44 }"#,
            hex: "000000070843820202082c",
            request: .discardFile(Sample.file)),
        GoldenRequest(
            name: "list uploads",
            text: #"id: 68 list_uploads { }"#,
            hex: "0000000508448a0200",
            request: .listUploads),
        GoldenRequest(
            name: "open a file",
            text: #"id: 69 open_file { file: 44 }"#,
            hex: "000000070845920202082c",
            request: .openFile(Sample.file)),
        GoldenRequest(
            name: "read a file",
            text: #"id: 70 read_file { file: 44 offset: 262144 count: 65536 }"#,
            hex: "0000000f08469a020a082c1080801018808004",
            request: .readFile(ReadFile(file: Sample.file, offset: 262_144, count: 65_536))),
        GoldenRequest(
            name: "send a file",
            text: #"""
                id: 71 send { id: "\x01\x9a\xb0\xf2\x7c\x11\x7d\x3e\x8a\x40\x2f\x6f\x1f\x0c\x9b\x11" targe\#
                t: "ops" body: "the dump" file: 44 }
                """#,
            hex: "0000002708474a230a10019ab0f27c117d3e8a402f6f1f0c9b1112036f70731a087468652064756d70502c",
            request: .send(
                OutgoingMessage(id: Sample.messageID, target: Sample.ops, body: "the dump", file: Sample.file))),
        GoldenRequest(
            name: "history of files",
            text: #"id: 72 history { target: "ops" limit: 1000 files: true }"#,
            hex: "0000000e0848520a0a036f707340e8077001",
            request: {
                var query = HistoryQuery(target: Sample.ops)
                query.filesOnly = true
                return .history(query)
            }()),
    ]
}
