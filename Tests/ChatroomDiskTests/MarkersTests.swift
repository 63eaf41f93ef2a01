internal import ChatroomCore
internal import ChatroomStore
internal import Testing

@testable internal import ChatroomDisk

struct MarkersTests {
    private func withMessages() async throws -> (ScratchStore, Conversation.ID) {
        let scratch = try await ScratchStore(durability: .relaxed)
        let direct = try await scratch.direct(with: scratch.bob)
        for number in 1...5 { try await scratch.send("\(number)", in: direct) }
        return (scratch, direct)
    }

    private func move(
        _ name: ChatroomCore.Cursor.Name, _ seq: Message.Seq, of account: Account, in direct: Conversation.ID,
        _ scratch: ScratchStore
    ) async throws {
        try await scratch.store.advance([
            CursorMove(account: account.id, name: name, conversation: direct, seq: seq)
        ])
    }

    @Test func bothUsersBeginAtTheStart() async throws {
        let (scratch, direct) = try await withMessages()
        let expected = [scratch.alice, scratch.bob].map { Marker(user: $0.user.name, delivered: 0, read: 0) }
        #expect(try await scratch.store.markers(of: direct) == Markers(conversation: direct, markers: expected))
    }

    @Test func eachMarkerIsThatOfItsUser() async throws {
        let (scratch, direct) = try await withMessages()
        try await move(.delivered, 4, of: scratch.bob, in: direct, scratch)
        try await move(.read, 2, of: scratch.bob, in: direct, scratch)
        let markers = try await scratch.store.markers(of: direct).markers
        #expect(
            markers == [
                Marker(user: scratch.alice.user.name, delivered: 0, read: 0),
                Marker(user: scratch.bob.user.name, delivered: 4, read: 2),
            ])
    }

    @Test func whatWasReadWasDelivered() async throws {
        let (scratch, direct) = try await withMessages()
        try await move(.delivered, 1, of: scratch.bob, in: direct, scratch)
        try await move(.read, 3, of: scratch.bob, in: direct, scratch)
        #expect(try await scratch.store.markers(of: direct).markers.map(\.delivered) == [0, 3])
    }

    @Test func aConversationWithOneselfHasOneMarker() async throws {
        let (scratch, _) = try await withMessages()
        let own = try await scratch.direct(with: scratch.alice)
        #expect(try await scratch.store.markers(of: own).markers.map(\.user) == [scratch.alice.user.name])
        #expect(try await scratch.store.partners(in: own) == [scratch.alice.id, scratch.alice.id])
    }

    @Test func aRoomHasNoMarkersAndNoPartners() async throws {
        let (scratch, direct) = try await withMessages()
        let room = try await scratch.room("ops")
        for conversation in [.lobby, room, Conversation.ID(rawValue: 99)] {
            #expect(try await scratch.store.markers(of: conversation).markers.isEmpty)
            #expect(try await scratch.store.partners(in: conversation).isEmpty)
        }
        #expect(try await scratch.store.partners(in: direct) == [scratch.alice.id, scratch.bob.id])
    }

    @Test(arguments: ["lunch", "a \0 b", String(repeating: "é", count: 128)])
    func whyOneIsAwayIsKept(text: String) async throws {
        let (scratch, _) = try await withMessages()
        #expect(try await scratch.store.absence(of: scratch.bob.id).away == nil)
        try await scratch.store.setAway(text, of: scratch.bob.id)
        #expect(try await scratch.store.absence(of: scratch.bob.id).away == text)
        #expect(try await scratch.store.absence(of: scratch.alice.id).away == nil)
        try await scratch.store.setAway(nil, of: scratch.bob.id)
        #expect(try await scratch.store.absence(of: scratch.bob.id).away == nil)
    }

    @Test func whoLoggedInWasSeen() async throws {
        let (scratch, _) = try await withMessages()
        #expect(try await scratch.store.absence(of: scratch.bob.id).lastSeen == nil)
        for (number, time) in [5000, 3000].enumerated() {
            _ = try await scratch.store.createToken(
                NewToken(
                    digest: [UInt8](repeating: UInt8(number), count: 32), account: scratch.bob.id, label: "x"),
                at: Timestamp(milliseconds: Int64(time)))
        }
        #expect(try await scratch.store.absence(of: scratch.bob.id).lastSeen == Timestamp(milliseconds: 5000))
    }
}
