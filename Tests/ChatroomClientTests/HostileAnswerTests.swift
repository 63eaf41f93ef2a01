import ChatroomCore
import ChatroomTestSupport
import ChatroomWire
import NIOCore
import Testing

@testable import ChatroomClient

/// What a server may not do to those who trust it.
@Suite(.timeLimit(.minutes(1)))
struct HostileAnswerTests {
    @Test func pagesThatDoNotGoOnAreNotReadForEver() async throws {
        let message = Message(
            seq: 5, id: OutgoingMessage("").id, sender: try UserName("bob"), kind: .human,
            time: Timestamp(milliseconds: 0), body: "again")
        for messages in [[], [message]] {
            try await ScriptedServer.with { _, request in
                guard case .history = request else { return nil }
                return .reply(
                    .page(
                        HistoryPage(
                            conversation: Conversation.ID(rawValue: 1), messages: messages, hasMore: true, head: 9)))
            } _: { server in
                let error = await #expect(throws: ChatError.self) {
                    try await server.client().withConnection { connection in
                        _ = try await connection.history(HistoryQuery(target: .lobby, after: 5))
                    }
                }
                #expect(error?.code == .protocolViolation)
            }
        }
    }

    @Test func aConversationThatWasNotAskedForIsNotFollowed() async throws {
        let boss = Target.direct(try UserName("boss"))
        let (here, there) = (Conversation.ID(rawValue: 1), Conversation.ID(rawValue: 2))
        let message = Message(
            seq: 1, id: OutgoingMessage("").id, sender: try UserName("bob"), kind: .human,
            time: Timestamp(milliseconds: 0), body: "hi")
        try await ScriptedServer.with { _, request in
            guard case .follow = request else { return nil }
            return .reply(
                .following(Following(conversation: here, position: 0, head: 0)),
                events: [.opened(Conversation.Summary(id: there, target: boss)), .posted(here, message)])
        } _: { server in
            let client = try server.client()
            try await LogFollower(client: client, scope: .conversations([Follow(target: .lobby, start: .tail)])).run(
                onStatus: { _ in }, onFollowing: {}, take: { _ in .stop })
            let follows = server.requests.count { if case .follow = $0 { true } else { false } }
            #expect(follows == 1)
        }
    }

    @Test func aConversationThatWasNotAskedForIsNotWorkedOn() throws {
        let opened = Event.opened(
            Conversation.Summary(id: Conversation.ID(rawValue: 2), target: .direct(try UserName("boss"))))
        for takesOpened in [false, true] {
            let ledger = WorkLedger(jobs: 1, takesOpened: takesOpened, cursor: .read)
            ledger.begin([.lobby: .tail])
            ledger.note(opened)
            #expect(ledger.known.count == (takesOpened ? 2 : 1))
        }
    }

    @Test func anotherFileThanTheOneThatWasAskedForIsRefused() async throws {
        let (asked, other) = (try FileID("f_0000000001"), try FileID("f_0000000002"))
        try await ScriptedServer.with { _, request in
            guard case .openFile = request else { return nil }
            return (try? Self.opened(other, size: 10)).map { .reply(.fileOpened($0)) }
        } _: { server in
            let error = await #expect(throws: ChatError.self) {
                _ = try await FileDownload(client: server.client(), file: asked).run(
                    { _ in FileTransferTests.Sink() }, onStatus: { _ in }, report: { _ in })
            }
            #expect(error?.code == .protocolViolation)
        }
    }

    @Test func aFileThatGrowsAfterTheConnectionWasLostIsRefused() async throws {
        let file = try FileID("f_0000000001")
        let sink = FileTransferTests.Sink()
        try await ScriptedServer.with { connection, request in
            switch request {
            case .openFile:
                (try? Self.opened(file, size: connection == 1 ? 10 : 1_000_000)).map { .reply(.fileOpened($0)) }
            case .readFile: .hangUp
            default: nil
            }
        } _: { server in
            let error = await #expect(throws: ChatError.self) {
                _ = try await FileDownload(client: server.client(), file: file).run(
                    { _ in sink }, onStatus: { _ in }, report: { _ in })
            }
            #expect(error?.code == .protocolViolation)
        }
    }

    private static func opened(_ file: FileID, size: Int64) throws -> FileOpened {
        let digest = try #require(FileDigest(bytes: [UInt8](repeating: 0, count: 32)))
        return FileOpened(
            file: Attachment(id: file, name: try FileName("a"), type: "", size: size, digest: digest),
            target: .lobby, seq: 1, sender: try UserName("bob"), time: Timestamp(milliseconds: 0))
    }
}
