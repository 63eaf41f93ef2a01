import ChatroomClient
import ChatroomCore
import ChatroomStore
import ChatroomTestSupport
import ChatroomWire
import Crypto
import Foundation
import NIOCore
import Testing

@testable import ChatroomServer

/// Whatever the server does, it does for a door that knows neither sockets nor frames.
@Suite(.timeLimit(.minutes(1)))
struct TestDoorTests {
    private static let ops = Target.room(Self.room)
    private static let room = Sample.room

    @Test func aDoorWithoutSocketsDrivesEveryHandler() async throws {
        try await TestDoor.with { server, door in
            var (alice, bob) = (try await door.enter(server), try await door.enter(server))
            try await meet(&alice, &bob, server)
            let room = try await talk(&alice, &bob)
            try await work(&bob, in: room)
            try await look(&alice, &bob)
            try await send(file: Array("hello, files".utf8), from: &alice, to: &bob)
            try await part(&alice, &bob, server, door)
            let all = try Self.verbs()
            #expect(all.count >= 35)
            #expect(alice.granted.union(bob.granted) == all)
        }
    }

    @Test func whatIsSaidAtOneDoorIsHeardAtTheOther() async throws {
        try await TestDoor.with { server, door in
            let credential = try await server.register("alice")
            var bob = try await door.enter(server)
            try await register("bob", &bob, server)
            _ = try await bob.ask(Follow(target: .lobby, start: .tail))
            let peer = bob.peer
            try await server.client(credential).withConnection { alice in
                let following = try await alice.follow(Follow(target: .lobby, start: .tail))
                for number in 1...20 { try await alice.send(OutgoingMessage("wire \(number)")) }
                for number in 1...20 { _ = try await bob.ask(OutgoingMessage("door \(number)")) }
                let heard = try await alice.take(40)
                try await eventually("all of it") { peer.posted(in: following.conversation).count == 40 }
                #expect(peer.posted(in: following.conversation) == heard)
                #expect(heard.map(\.seq) == Array(1...40))
            }
        }
    }

    /// Half of it is stored before one follows, the rest while stored messages are read.
    @Test func storedAndLiveMessagesMeetWithoutGapOrDouble() async throws {
        try await TestDoor.with { server, door in
            var (alice, bob) = (try await door.enter(server), try await door.enter(server))
            try await register("alice", &alice, server)
            try await register("bob", &bob, server)
            for number in 1...50 { _ = try await alice.ask(OutgoingMessage("\(number)")) }
            let sender = alice
            async let rest: Void = {
                var alice = sender
                for number in 51...100 { _ = try await alice.ask(OutgoingMessage("\(number)")) }
            }()
            let following = try await bob.ask(Follow(target: .lobby, start: .after(0)))
            try await rest
            let peer = bob.peer
            try await eventually("all messages") { peer.posted(in: following.conversation).count >= 100 }
            #expect(peer.posted(in: following.conversation).map(\.body) == (1...100).map { "\($0)" })
        }
    }

    @Test func whoIsRevokedIsPutOutAndGetsNothingDone() async throws {
        try await TestDoor.with { server, door in
            var (alice, other) = (try await door.enter(server), try await door.enter(server))
            try await register("alice", &alice, server)
            let password = Login.Credential.password(name: "alice", password: InProcessServer.password, label: "two")
            _ = try await other.ask(Login(password))
            let tokens = try await alice.ask(ListTokens())
            let token = try #require(tokens.first { !$0.isCurrent }).id
            _ = try await alice.ask(RevokeToken(token: token))
            #expect(other.peer.parting?.code == .notLoggedIn)
            await #expect(throws: ChatError.self) { _ = try await other.ask(OutgoingMessage("late")) }
            let page = try await alice.ask(HistoryQuery(target: .lobby))
            #expect(page.messages.isEmpty)
        }
    }

    private func register(_ name: String, _ visitor: inout TestVisitor, _ server: InProcessServer) async throws {
        let loggedIn = try await visitor.ask(
            Register(
                name: UserName(name), password: InProcessServer.password, kind: .human, label: "door",
                code: server.firstCode))
        #expect(visitor.peer.identity?.account.user == loggedIn.user)
    }

    private func meet(_ alice: inout TestVisitor, _ bob: inout TestVisitor, _ server: InProcessServer) async throws {
        let pong = try await alice.ask(Ping(asksReadiness: true))
        #expect(pong == Pong(isReady: true))
        try await register("alice", &alice, server)
        try await register("bob", &bob, server)
        _ = try await alice.ask(Watch(conversations: true, presence: true, markers: true))
        let made = try await alice.ask(CreateRoom(room: Self.room, topic: "doors"))
        var settings = ConfigureRoom(room: Self.room)
        settings.slow = .zero
        _ = try await alice.ask(settings)
        _ = try await bob.ask(ChangeMember(room: Self.room, change: .join))
        let room = try await bob.ask(DescribeRoom(room: Self.room))
        #expect(room.members.map(\.name.text) == ["alice", "bob"] && room.summary.id == made.summary.id)
    }

    private func talk(_ alice: inout TestVisitor, _ bob: inout TestVisitor) async throws -> Conversation.ID {
        let early = try await alice.ask(OutgoingMessage("early", to: Self.ops))
        let following = try await bob.ask(Follow(target: Self.ops, start: .after(0)))
        let late = try await alice.ask(OutgoingMessage("late", to: Self.ops))
        let peer = bob.peer
        try await eventually("both messages") { peer.posted(in: early.conversation).count == 2 }
        #expect(peer.posted(in: following.conversation).map(\.body) == ["early", "late"])
        #expect(late.seq == early.seq + 1)
        let direct = try await alice.ask(OutgoingMessage("hello", to: .direct(UserName("bob"))))
        _ = try await bob.ask(Ack(conversation: direct.conversation, cursor: .read, seq: 1))
        let watcher = alice.peer
        try await eventually("bob's marker") {
            watcher.events.contains { event in
                guard case .markerMoved(direct.conversation, let marker) = event else { return false }
                return marker.user.text == "bob" && marker.read == 1
            }
        }
        let markers = try await alice.ask(ListMarkers(target: .direct(UserName("bob"))))
        #expect(markers.markers.contains { $0.user.text == "bob" && $0.read == 1 })
        _ = try await bob.ask(Unfollow(conversation: following.conversation))
        _ = try await alice.ask(OutgoingMessage("unheard", to: Self.ops))
        #expect(peer.posted(in: following.conversation).count == 2)
        return following.conversation
    }

    private func work(_ bob: inout TestVisitor, in room: Conversation.ID) async throws {
        let cursor = try Cursor.Name("worker")
        let claimed = try await bob.ask(Claim(target: Self.ops, cursor: cursor, limit: 2, start: .after(0)))
        #expect(claimed.work.map(\.message.body) == ["early", "late"])
        _ = try await bob.ask(Settle(conversation: room, cursor: cursor, done: [1, 2]))
        let cursors = try await bob.ask(ListCursors())
        #expect(cursors.map(\.place.seq) == [2] && cursors.map(\.waiting) == [1])
    }

    private func look(_ alice: inout TestVisitor, _ bob: inout TestVisitor) async throws {
        let page = try await bob.ask(HistoryQuery(target: Self.ops))
        #expect(page.messages.map(\.body) == ["early", "late", "unheard"])
        let found = try await bob.ask(Search(terms: [SearchTerm(text: "late")]))
        #expect(found.hits.map(\.message.body) == ["late"])
        let verified = try await bob.ask(Verify(target: Self.ops))
        #expect(verified.through == 3 && verified.broken == nil)
        let list = try await bob.ask(ListConversations())
        #expect(list.conversations.map(\.target.description) == ["lobby", "ops", "@alice"])
        _ = try await bob.ask(SetAway(text: "lunch"))
        let present = try await alice.ask(Who())
        #expect(present.map(\.name.text) == ["alice", "bob"] && present.map(\.away) == [nil, "lunch"])
    }

    private func send(file bytes: [UInt8], from alice: inout TestVisitor, to bob: inout TestVisitor) async throws {
        let name = try FileName("a.txt")
        let digest = try #require(FileDigest(bytes: Array(SHA256.hash(data: bytes))))
        let begun = try await alice.ask(UploadFile(target: Self.ops, name: name, size: Int64(bytes.count)))
        _ = try await alice.ask(FileChunk(file: begun.file, offset: 0, bytes: ByteBuffer(bytes: bytes)))
        _ = try await alice.ask(FinishFile(file: begun.file, size: Int64(bytes.count), digest: digest))
        let dropped = try await alice.ask(UploadFile(target: Self.ops, name: name, size: nil))
        let pending = try await alice.ask(ListUploads())
        #expect(Set(pending.map(\.file)) == [begun.file, dropped.file])
        _ = try await alice.ask(DiscardFile(file: dropped.file))
        var random = SystemRandomNumberGenerator()
        _ = try await alice.ask(
            OutgoingMessage(
                id: MessageID(at: Sample.time, using: &random), target: Self.ops, body: "", file: begun.file))
        let opened = try await bob.ask(OpenFile(file: begun.file))
        #expect(opened.file.digest == digest)
        let chunk = try await bob.ask(ReadFile(file: begun.file, offset: 0))
        #expect(Array(chunk.bytes.readableBytesView) == bytes)
    }

    private func part(
        _ alice: inout TestVisitor, _ bob: inout TestVisitor, _ server: InProcessServer, _ door: TestDoor
    ) async throws {
        let new = "another tractor 7"
        _ = try await bob.ask(ChangePassword(old: InProcessServer.password, new: new))
        var second = try await door.enter(server)
        _ = try await second.ask(Login(.password(name: "bob", password: new, label: "second")))
        let tokens = try await bob.ask(ListTokens())
        _ = try await bob.ask(RevokeToken(token: try #require(tokens.first { !$0.isCurrent }).id))
        #expect(second.peer.parting?.code == .notLoggedIn)
        _ = try await bob.ask(Follow(target: Self.ops, start: .tail))
        _ = try await alice.ask(RemoveRoom(room: Self.room))
        let ended = bob.peer.events.contains { if case .ended = $0 { true } else { false } }
        #expect(ended)
        _ = try await bob.ask(Logout())
        #expect(bob.peer.identity == nil)
        await #expect(throws: ChatError.self) { _ = try await bob.ask(ListTokens()) }
        _ = try await bob.ask(Login(.password(name: "bob", password: new, label: "third")))
        await alice.leave()
        await bob.leave()
    }

    /// The cases of `Request`, as its source lists them.
    private static func verbs() throws -> Set<String> {
        let list = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Sources/ChatroomWire/Calls/Request.swift")
        let text = try String(contentsOf: list, encoding: .utf8)
        return Set(text.matches(of: /\n    case (\w+)\(\w+\)/).map { String($0.1) })
    }
}
