import ChatroomClient
import ChatroomCore
import ChatroomTestSupport
import ChatroomWire
import Testing

/// What a server takes of files, and to whom it gives them.
@Suite(.timeLimit(.minutes(1)))
struct FileTests {
    private func with(_ body: (Crowd) async throws -> Void) async throws {
        try await InProcessServer.with { server in
            try await Crowd.with(server, "alice", "bob") { crowd in try await body(crowd) }
        }
    }

    @Test func aFileIsThereOnceItsMessageIs() async throws {
        try await with { crowd in
            let file = try await crowd.alice.upload("hello")
            #expect(await code { _ = try await crowd.alice.fetch(file) } == .notFound)
            try await crowd.alice.bring(file)
            #expect(try await crowd.bob.fetch(file) == "hello")
            let message = try #require(try await crowd.bob.read("lobby").last)
            #expect(message.file?.id == file && message.file?.type == "text/plain" && message.file?.size == 5)
            let hits = try await crowd.bob.search(Search(terms: [SearchTerm(text: "a.txt")])).hits
            #expect(hits.map(\.message.file?.id) == [file])
        }
    }

    @Test func whoMayNotReadTheMessageGetsNoFile() async throws {
        try await with { crowd in
            try await crowd.alice.make("vault", isPrivate: true)
            let file = try await crowd.alice.upload("secret", in: "vault")
            try await crowd.alice.bring(file, in: "vault")
            #expect(await code { _ = try await crowd.bob.fetch(file) } == .notFound)
            #expect(await code { _ = try await crowd.bob.beginFile(in: "vault") } == .notFound)
            // Who stores the same bytes learns nothing of it.
            let same = try await crowd.bob.upload("secret")
            try await crowd.bob.bring(same)
            #expect(try await crowd.alice.fetch(same) == "secret")
        }
    }

    @Test func aRightThatIsLostStopsWhatIsUnderWay() async throws {
        try await with { crowd in
            try await crowd.alice.make("ops")
            let file = try await crowd.alice.upload("text", in: "ops")
            try await crowd.alice.bring(file, in: "ops")
            let upload = try await crowd.bob.beginFile(in: "ops").file
            try await crowd.bob.put("te", to: upload)
            #expect(try await crowd.bob.fetch(file) == "text")
            try await crowd.alice.change("ops", .ban, "bob")
            #expect(await code { try await crowd.bob.put("xt", to: upload, at: 2) } == .notAllowed)
            #expect(await code { _ = try await crowd.bob.ask(.readFile(ReadFile(file: file, offset: 0))) } == .notFound)
            #expect(await code { _ = try await crowd.bob.fetch(file) } == .notFound)
        }
    }

    @Test func anotherUsersUploadIsNobodyElses() async throws {
        try await with { crowd in
            let file = try await crowd.alice.beginFile(size: 5).file
            #expect(await code { _ = try await crowd.bob.beginFile(size: 5, resume: file) } == .notFound)
            #expect(await code { try await crowd.bob.put("hello", to: file) } == .notFound)
            #expect(await code { _ = try await crowd.bob.ask(.discardFile(file)) } == .notFound)
            try await crowd.alice.put("hello", to: file)
            try await crowd.alice.finish(file, "hello")
            #expect(await code { try await crowd.bob.bring(file) } == .notFound)
            #expect(await code { try await crowd.alice.bring(file, in: "@bob") } == .notFound)
            try await crowd.alice.bring(file)
            #expect(await code { try await crowd.alice.bring(file) } == .notFound)
        }
    }

    @Test func aFileGoesOnWhereItWasBegun() async throws {
        try await InProcessServer.with { server in
            try await Crowd.with(server, "alice") { crowd in
                try await crowd.alice.make("ops")
                let file = try await server.client(crowd.credential("alice")).withConnection { connection in
                    let file = try await connection.beginFile(in: "ops", size: 5).file
                    try await connection.put("hel", to: file)
                    return file
                }
                func goOn(_ name: String = "a.txt", in target: String = "ops") async throws -> Uploading {
                    try await crowd.alice.beginFile(name, in: target, size: 5, resume: file)
                }
                #expect(await code { _ = try await goOn(in: "lobby") } == .notFound)
                #expect(await code { _ = try await goOn("b.txt") } == .notFound)
                try await eventually("the end of the connection that began it") {
                    (try? await goOn())?.received == 3
                }
            }
        }
    }

    @Test(arguments: ["hel", "hell"])
    func aFileIsWholeAtTheSizeThatWasSaid(text: String) async throws {
        try await with { crowd in
            let file = try await crowd.alice.beginFile(size: 5).file
            try await crowd.alice.put(text, to: file)
            #expect(await code { try await crowd.alice.finish(file, text) } == .invalid)
            #expect(await code { try await crowd.alice.bring(file) } == .notFound)
        }
    }

    @Test func wrongPiecesAreRefusedAndHarmNothing() async throws {
        try await with { crowd in
            let file = try await crowd.alice.beginFile(size: 5).file
            #expect(await code { try await crowd.alice.put("x", to: file, at: 1) } == .invalid)
            #expect(await code { try await crowd.alice.put("123456", to: file) } == .tooLarge)
            #expect(await code { try await crowd.alice.put("x", to: file, at: .max) } == .tooLarge)
            try await crowd.alice.put("hel", to: file)
            #expect(await code { try await crowd.alice.put("hel", to: file) } == .invalid)
            #expect(await code { try await crowd.alice.finish(file, "hello") } == .digestMismatch)
            try await crowd.alice.put("lo", to: file, at: 3)
            #expect(await code { try await crowd.alice.finish(file, "hellO") } == .digestMismatch)
            try await crowd.alice.finish(file, "hello")
            // The first answer may have been lost.
            try await crowd.alice.finish(file, "hello")
            try await crowd.alice.bring(file)
            #expect(try await crowd.alice.fetch(file) == "hello")
            let reading = Request.readFile(ReadFile(file: file, offset: .max))
            #expect(await code { _ = try await crowd.alice.ask(reading) } != .internalError)
        }
    }

    @Test func aMessageWithAFileIsStoredOnceHoweverOftenItIsSent() async throws {
        try await with { crowd in
            let message = try ChatConnection.message(try await crowd.alice.upload("hello"))
            let first = try await crowd.alice.send(message)
            let again = try await crowd.alice.send(message)
            #expect(again.seq == first.seq && again.isDuplicate)
            let other = OutgoingMessage(id: message.id, target: message.target, body: message.body)
            #expect(await code { _ = try await crowd.alice.send(other) } == .idReused)
            _ = try await crowd.alice.ask(.send(Self.deletion(of: first.seq)))
            #expect(try await crowd.alice.send(message).isDuplicate)
        }
    }

    @Test func aDeletedMessageTakesItsFileAlong() async throws {
        try await with { crowd in
            let file = try await crowd.alice.upload("hello")
            let seq = try await crowd.alice.bring(file).seq
            _ = try await crowd.alice.ask(.send(Self.deletion(of: seq)))
            #expect(await code { _ = try await crowd.bob.fetch(file) } == .notFound)
            #expect(try await crowd.bob.read("lobby").allSatisfy { $0.file == nil })
            let verified = try await crowd.bob.verify(Verify(target: .lobby))
            #expect(verified.broken == nil && verified.through == 2)
        }
    }

    @Test func whoReadsAFileReadsNoFurtherOnceItIsDeleted() async throws {
        try await with { crowd in
            let file = try await crowd.alice.upload("hello")
            let seq = try await crowd.alice.bring(file).seq
            _ = try await crowd.bob.ask(.openFile(file))
            let reading = Request.readFile(ReadFile(file: file, offset: 0, count: 1))
            _ = try await crowd.bob.ask(reading)
            _ = try await crowd.alice.ask(.send(Self.deletion(of: seq)))
            for _ in 0..<3 { #expect(await code { _ = try await crowd.bob.ask(reading) } == .notFound) }
        }
    }

    @Test func aFileMayBeFetchedSoManyTimes() async throws {
        try await with { crowd in
            let file = try await crowd.alice.upload("hello", downloads: 2)
            try await crowd.alice.bring(file)
            #expect(try await crowd.bob.fetch(file) == "hello")
            #expect(try await crowd.alice.fetch(file) == "hello")
            #expect(await code { _ = try await crowd.bob.fetch(file) } == .notFound)
            // What is known of it stays with the message.
            #expect(try await crowd.bob.read("lobby").last?.file?.id == file)
        }
    }

    @Test func whoReadsAllButTheEndHasFetchedIt() async throws {
        try await with { crowd in
            let file = try await crowd.alice.upload("hello", downloads: 1)
            try await crowd.alice.bring(file)
            _ = try await crowd.alice.ask(.openFile(file))
            _ = try await crowd.bob.ask(.openFile(file))
            // What gives no byte takes nothing.
            _ = try await crowd.alice.ask(.readFile(ReadFile(file: file, offset: .max)))
            _ = try await crowd.bob.ask(.readFile(ReadFile(file: file, offset: 0, count: 4)))
            for offset in [0, 1, 4] as [Int64] {
                let reading = Request.readFile(ReadFile(file: file, offset: offset, count: 1))
                #expect(await code { _ = try await crowd.alice.ask(reading) } == .notFound)
            }
            #expect(await code { _ = try await crowd.alice.fetch(file) } == .notFound)
            // A transfer that was cut is gone on with.
            #expect(try await crowd.bob.fetch(file) == "hello")
        }
    }

    @Test func aTransferThatWasCutGoesOnWhenOthersTookTheRest() async throws {
        try await with { crowd in
            let file = try await crowd.alice.upload("hello", downloads: 2)
            try await crowd.alice.bring(file)
            for count in [2, 4] {
                _ = try await crowd.bob.ask(.openFile(file))
                _ = try await crowd.bob.ask(.readFile(ReadFile(file: file, offset: 0, count: count)))
            }
            #expect(try await crowd.alice.fetch(file) == "hello")
            _ = try await crowd.bob.ask(.openFile(file))
            _ = try await crowd.bob.ask(.readFile(ReadFile(file: file, offset: 4)))
            #expect(await code { _ = try await crowd.root.fetch(file) } == .notFound)
            #expect(await code { _ = try await crowd.bob.fetch(file) } == .notFound)
        }
    }

    private static func deletion(of seq: Message.Seq) -> OutgoingMessage {
        OutgoingMessage(id: OutgoingMessage("").id, target: .lobby, body: "", act: .delete(seq))
    }
}
