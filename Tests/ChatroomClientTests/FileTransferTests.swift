import ChatroomClient
import ChatroomCore
import ChatroomTestSupport
import ChatroomWire
import Crypto
import Foundation
import NIOCore
import Synchronization
import Testing

/// Files over connections that are cut, and what a server makes of them.
@Suite(.timeLimit(.minutes(2)))
struct FileTransferTests {
    /// Bytes that are sent from memory; a few requests for them may be answered short.
    actor Source: UploadSource {
        private let bytes: ByteBuffer
        private var offset = 0
        nonisolated let size: Int64?
        nonisolated let isSeekable: Bool

        init(_ bytes: [UInt8], isStream: Bool = false) {
            self.bytes = ByteBuffer(bytes: bytes)
            size = isStream ? nil : Int64(bytes.count)
            isSeekable = !isStream
        }

        func read(_ count: Int) -> ByteBuffer {
            let count = min(count, bytes.readableBytes - offset)
            defer { offset += count }
            return bytes.getSlice(at: offset, length: count) ?? ByteBuffer()
        }

        func rewind(to offset: Int64) { self.offset = Int(offset) }

        func checkUnchanged() {}
    }

    /// Where fetched bytes go.
    actor Sink: DownloadSink {
        private(set) var bytes: [UInt8]

        init(_ bytes: [UInt8] = []) { self.bytes = bytes }

        var received: Int64 { Int64(bytes.count) }

        func append(_ more: ByteBuffer) { bytes += more.readableBytesView }
    }

    private func randomBytes(_ count: Int, seed: UInt64) -> [UInt8] {
        var random = SeededRandom(seed: seed)
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
    }

    private func upload(
        _ bytes: [UInt8], by client: ChatClient, as name: String = "data.bin", isStream: Bool = false,
        _ beginning: FileUpload.Beginning = .resume
    ) async throws -> FileUpload.Sent {
        var upload = FileUpload(client: client, name: try FileName(name), message: OutgoingMessage("take it"))
        upload.beginning = beginning
        return try await upload.run(Source(bytes, isStream: isStream), onStatus: { _ in }, report: { _ in })
    }

    private func download(_ file: FileID, by client: ChatClient, into sink: Sink = Sink()) async throws -> [UInt8] {
        _ = try await FileDownload(client: client, file: file)
            .run({ _ in sink }, onStatus: { _ in }, report: { _ in })
        return await sink.bytes
    }

    @Test(arguments: [0, 1, 262_143, 262_144, 262_145, 1_000_000])
    func whatIsSentIsFetched(size: Int) async throws {
        try await InProcessServer.with { server in
            let alice = server.client(try await server.register("alice"))
            let bytes = randomBytes(size, seed: UInt64(size))
            let sent = try await upload(bytes, by: alice)
            #expect(sent.digest.bytes == Array(SHA256.hash(data: bytes)) && sent.size == Int64(size))
            #expect(try await download(sent.file, by: alice) == bytes)
            let page = try await alice.withConnection { try await $0.history(HistoryQuery(target: .lobby)) }
            #expect(page.messages.map(\.body) == ["take it"])
            #expect(page.messages[0].file?.name.text == "data.bin")
            #expect(page.messages[0].file?.size == Int64(size))
        }
    }

    @Test(arguments: [(false, 1), (false, 2), (true, 3)] as [(Bool, UInt64)])
    func cutsAtAnyByteLoseAndDoubleNothing(isStream: Bool, seed: UInt64) async throws {
        try await InProcessServer.with { server in
            let credential = try await server.register("alice")
            let bytes = randomBytes(3_000_000, seed: seed)
            var random = SeededRandom(seed: seed)
            let cuts = (0..<6).map { _ in Int.random(in: 3000...1_200_000, using: &random) }
            try await CutProxy.with(to: server.port, cuts: cuts + cuts.reversed()) { proxy in
                let alice = server.client(credential, at: proxy.address)
                let sent = try await upload(bytes, by: alice, isStream: isStream)
                #expect(try await download(sent.file, by: alice) == bytes)
                #expect(proxy.withPlan { $0.cut } >= 6)
                let page = try await alice.withConnection { try await $0.history(HistoryQuery(target: .lobby)) }
                #expect(page.messages.map(\.file?.id) == [sent.file])
            }
        }
    }

    @Test func anotherProcessGoesOnWhereOneWasCut() async throws {
        try await InProcessServer.with { server in
            let alice = server.client(try await server.register("alice"))
            let bytes = randomBytes(900_000, seed: 9)
            let begun = try await begin(bytes.prefix(300_000), of: 900_000, by: alice)
            let resumed = Mutex<Int64>(0)
            let upload = FileUpload(client: alice, name: try FileName("data.bin"), message: OutgoingMessage(""))
            let sent = try await upload.run(
                Source(bytes), onStatus: { _ in },
                report: { progress in
                    if case .resuming(let count) = progress { resumed.withLock { $0 = count } }
                })
            #expect(sent.file == begun && resumed.withLock { $0 } == 300_000)
            #expect(try await download(sent.file, by: alice) == bytes)
            #expect(try await download(sent.file, by: alice, into: Sink(Array(bytes.prefix(500_000)))) == bytes)
        }
    }

    @Test func aSourceThatChangedIsRefusedUnlessItIsSentAnew() async throws {
        try await InProcessServer.with { server in
            let alice = server.client(try await server.register("alice"))
            let bytes = randomBytes(900_000, seed: 10)
            _ = try await begin(bytes.prefix(300_000), of: 900_000, by: alice)
            var other = bytes
            other[1000] ^= 1
            let changed = other
            let error = await #expect(throws: ChatError.self) { try await upload(changed, by: alice) }
            #expect(error?.code == .invalid)
            #expect(error?.hint == "--restart sends it from the start.")
            let sent = try await upload(changed, by: alice, .restart)
            #expect(try await download(sent.file, by: alice) == changed)
            let left = try await alice.withConnection { try await $0.ask(.listUploads) }
            #expect(left == .uploads([]))
        }
    }

    @Test func twoAtOnceOfOneNameAreTwoFiles() async throws {
        try await InProcessServer.with { server in
            let alice = server.client(try await server.register("alice"))
            let files = [randomBytes(700_000, seed: 1), randomBytes(700_000, seed: 2)]
            async let first = upload(files[0], by: alice, .fresh)
            async let second = upload(files[1], by: alice, .fresh)
            let sent = try await [first, second]
            #expect(sent[0].file != sent[1].file)
            for (one, bytes) in zip(sent, files) { #expect(try await download(one.file, by: alice) == bytes) }
        }
    }

    /// Sends the first bytes of a file, and goes away.
    private func begin(_ bytes: ArraySlice<UInt8>, of size: Int64, by client: ChatClient) async throws -> FileID {
        try await client.withConnection { connection in
            let request = UploadFile(target: .lobby, name: try FileName("data.bin"), size: size)
            guard case .uploading(let uploading) = try await connection.ask(.uploadFile(request)) else {
                throw ChatConnection.unexpected
            }
            var offset: Int64 = 0
            while offset < bytes.count {
                let piece = bytes.dropFirst(Int(offset)).prefix(100_000)
                _ = try await connection.ask(
                    .putChunk(
                        FileChunk(file: uploading.file, offset: offset, bytes: ByteBuffer(bytes: piece))))
                offset += Int64(piece.count)
            }
            return uploading.file
        }
    }
}
