internal import ChatroomCore
internal import ChatroomStore
internal import Testing

@testable internal import ChatroomDisk

struct ConversationTests {
    @Test func everyoneIsInTheLobby() async throws {
        let scratch = try await ScratchStore()
        #expect(try await scratch.store.conversation(.lobby, for: scratch.bob.id) == .lobby)
        #expect(try await scratch.isMember(scratch.bob.id, of: .lobby))
    }

    @Test func aDirectConversationIsTheSameFromBothEnds() async throws {
        let scratch = try await ScratchStore()
        let carol = try await scratch.store.createAccount(.named("carol"), at: Timestamp(milliseconds: 1))
        let there = try await scratch.store.conversation(.direct(scratch.bob.user.name), for: scratch.alice.id)
        let back = try await scratch.store.conversation(.direct(scratch.alice.user.name), for: scratch.bob.id)
        let other = try await scratch.store.conversation(.direct(carol.user.name), for: scratch.alice.id)
        #expect(there == back)
        #expect(Set([there, other, .lobby]).count == 3)
        #expect(try await scratch.isMember(scratch.alice.id, of: there))
        #expect(try await scratch.isMember(scratch.bob.id, of: there))
        #expect(try await !scratch.isMember(carol.id, of: there))
    }

    @Test func aUserMayWriteToThemself() async throws {
        let scratch = try await ScratchStore()
        let notes = try await scratch.store.conversation(.direct(scratch.bob.user.name), for: scratch.bob.id)
        #expect(try await scratch.store.conversation(.direct(scratch.bob.user.name), for: scratch.bob.id) == notes)
        #expect(try await scratch.isMember(scratch.bob.id, of: notes))
        #expect(try await !scratch.isMember(scratch.alice.id, of: notes))
    }

    @Test func oneDirectConversationComesOfManyWhoAskAtOnce() async throws {
        let scratch = try await ScratchStore()
        let found = try await withThrowingTaskGroup(of: Conversation.ID.self) { group in
            for number in 0..<20 {
                let (from, to) = number % 2 == 0 ? (scratch.alice, scratch.bob) : (scratch.bob, scratch.alice)
                group.addTask { try await scratch.store.conversation(.direct(to.user.name), for: from.id) }
            }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(found.count == 1)
    }

    @Test func whatDoesNotExistIsNotFound() async throws {
        let scratch = try await ScratchStore()
        for target in [Target.room(try RoomName("ops")), .direct(try UserName("nobody"))] {
            let code = try await refusal(of: try await scratch.store.conversation(target, for: scratch.alice.id))
            #expect(code == .notFound)
        }
        let nobody = Account.ID(rawValue: 99)
        let code = try await refusal(
            of: try await scratch.store.conversation(.direct(scratch.bob.user.name), for: nobody))
        #expect(code == .notFound)
    }

    @Test func aRoomIsForItsMembers() async throws {
        let scratch = try await ScratchStore()
        try await scratch.execute(
            "INSERT INTO conversations (id, kind, name) VALUES (10, 'room', 'ops');"
                + "INSERT INTO members (conversation, user, role) VALUES (10, \(scratch.bob.id.rawValue), 'owner')")
        let room = try await scratch.store.conversation(.room(try RoomName("#OPS")), for: scratch.alice.id)
        #expect(room == Conversation.ID(rawValue: 10))
        #expect(try await scratch.isMember(scratch.bob.id, of: room))
        #expect(try await !scratch.isMember(scratch.alice.id, of: room))
        #expect(try await !scratch.isMember(scratch.bob.id, of: Conversation.ID(rawValue: 99)))
    }
}

extension ScratchStore {
    fileprivate func isMember(_ account: Account.ID, of conversation: Conversation.ID) async throws -> Bool {
        try await store.access(account, to: conversation).map { $0.standing >= .member } ?? false
    }
}
