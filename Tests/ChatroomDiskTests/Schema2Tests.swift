internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomTestSupport
internal import Foundation
internal import Testing

@testable internal import ChatroomDisk

/// A database as the second schema left it, in `Fixtures/schema-2.db`, opened by this version.
struct Schema2Tests {
    private let opened: (directory: ScratchDirectory, store: SQLiteStore)
    private let ops = Conversation.ID(rawValue: 2)
    private let direct = Conversation.ID(rawValue: 4)

    private var store: SQLiteStore { opened.store }

    init() async throws {
        let directory = try ScratchDirectory()
        let fixture = try #require(Bundle.module.url(forResource: "Fixtures/schema-2", withExtension: "db"))
        try directory.write("chatroom.db", try Data(contentsOf: fixture))
        opened = (directory, try await SQLiteStore.open(directory: directory.path))
    }

    private func account(_ name: String) async throws -> Account {
        try #require(try await store.account(named: try UserName(name))).account
    }

    private func log(_ conversation: Conversation.ID = .lobby, isUnfolded: Bool = false) async throws -> [Message] {
        var query = HistoryQuery(target: .lobby)
        query.isUnfolded = isUnfolded
        return try await store.page(of: conversation, matching: query, byteLimit: .max).messages
    }

    @Test func itsEntriesReadAsTheyWereWritten() async throws {
        let log = try await log(isUnfolded: true)
        #expect(log.map(\.seq) == Array(1...11))
        #expect(
            log.map(\.entry) == [
                .text, .text, .edit(of: 2), .text, .deletion(of: 4), .text, .text, .text, .text, .text,
                .edit(of: 10),
            ])
        #expect(
            log.map(\.body) == [
                "hello, @bob", "hellp", "hello, @alice", "", "", "deploy?", "yes", "no", "a nul: \0.", "10 %",
                "done",
            ])
        #expect(log.map(\.replyTo) == [nil, nil, nil, nil, nil, nil, 6, 6, 7, nil, nil])
        #expect(
            log.map(\.id.description)
                == (1...11).map { "01976c5a-0000-7000-8000-0000000000\($0 < 10 ? "0" : "")\($0)" })
        for conversation in [.lobby, ops, Conversation.ID(rawValue: 3), direct] {
            #expect(try await store.verifyChain(of: conversation) == nil)
        }
    }

    @Test func itsMessagesShowWhatWasDoneToThem() async throws {
        let log = try await log()
        #expect(log.map(\.seq) == [1, 2, 4, 6, 7, 8, 9, 10])
        #expect(
            log.map(\.body) == [
                "hello, @bob", "hello, @alice", "", "deploy?", "yes", "no", "a nul: \0.", "done",
            ])
        #expect(log.map(\.isDeleted) == [false, false, true, false, false, false, false, false])
        #expect(log.map(\.isLate) == [false, false, false, false, false, true, false, false])
        #expect(log.map(\.edited).compactMap { $0?.milliseconds } == [1_750_000_000_003, 1_750_000_060_010])
        let question = try Question(
            choices: ["yes", "gr\u{FC}\u{DF} dich \u{1F600}"],
            deadline: Timestamp(milliseconds: 1_750_000_060_006))
        #expect(log.map(\.question) == [nil, nil, nil, question, nil, nil, nil, nil])
        var query = HistoryQuery(target: .lobby)
        query.thread = 9
        let thread = try await store.page(of: .lobby, matching: query, byteLimit: .max)
        #expect(thread.messages.map(\.seq) == [6, 7, 8, 9])
    }

    @Test func itsRoomIsAsItWas() async throws {
        let alice = try await account("alice")
        let room = try await store.room(ops, for: alice.id)
        #expect(room.summary.target == (try Target("ops")))
        #expect(room.summary.topic == "what runs")
        #expect(room.summary.isPrivate)
        #expect(room.slow == .milliseconds(1500))
        #expect(room.retain == .seconds(86_400))
        #expect(room.created == Timestamp(milliseconds: 1_750_000_000_100))
        #expect(room.members.map(\.name.text) == ["alice", "bob", "carol"])
        #expect(room.members.map(\.role) == [.owner, .moderator, .member])
        #expect(room.banned.map(\.text) == ["dave"])
        #expect(room.invited.map(\.text) == ["eve"])
        #expect(try await store.floor(of: ops) == 1)
        #expect(try await log(ops).map(\.body) == ["still there @bob", "what runs"])
        for (name, standing) in [("bob", .moderator), ("dave", .banned), ("eve", .invited)] as [(String, Standing)] {
            #expect(try await store.access(try await account(name).id, to: ops)?.standing == standing)
        }
    }

    @Test func itsConversationsAreSeenAsBefore() async throws {
        let bob = try await account("bob")
        let summaries = try await store.conversations(visibleTo: bob.id)
        #expect(summaries.map(\.target.description) == ["lobby", "ops", "@alice"])
        #expect(summaries.map(\.head) == [11, 3, 1])
        #expect(summaries.map(\.unread) == [4, 1, 1])
        #expect(summaries.map(\.mentions) == [1, 1, 0])
        #expect(try await store.access(bob.id, to: Conversation.ID(rawValue: 3)) == nil)
        let carol = try await account("carol")
        #expect(try await store.summary(of: .lobby, for: carol.id)?.read == 3)
        #expect(try await store.absence(of: carol.id).away == "lunch")
        #expect(try await store.markers(of: direct).markers.map(\.delivered) == [0, 1])
    }

    @Test func itsWorkGoesOn() async throws {
        let bob = try await account("bob")
        let name = try Cursor.Name("deployer")
        let state = try await store.cursorState(name, of: bob.id, in: .lobby, orMakeAt: 9)
        #expect(state == CursorState(position: 1, done: [3], failures: [2: 2]))
        #expect(try await store.settle(name, of: bob.id, in: .lobby, done: [2], failed: []) == 3)
    }

    @Test func anUpdateFindsItsMessage() async throws {
        let bob = try await account("bob")
        let new = NewMessage(
            conversation: .lobby, sender: bob, id: .random(), body: "done again", act: .update(key: "build"))
        let appended = try await store.append([new], at: Timestamp(milliseconds: 1))[0].get()
        #expect(appended.message.entry == .edit(of: 10))
        #expect(appended.message.seq == 12)
        #expect(try await log().last?.body == "done again")
        #expect(try await store.verifyChain(of: .lobby) == nil)
    }

    @Test func itsMessagesAreFound() async throws {
        let bob = try await account("bob")
        let visible = try await store.visibleConversations(to: bob.id)
        for (word, seqs) in [
            ("hello", [2, 1]), ("hellp", []), ("secret", []), ("past", []), ("there", [2]), ("again", [1]),
        ] as [(String, [Message.Seq])] {
            let search = Search(terms: [SearchTerm(text: word)])
            let found = try await store.search(search, in: visible, for: bob.id)
            #expect(found.hits.map(\.message.seq) == seqs, "\(word)")
        }
    }
}
