internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomTestSupport
internal import Testing

@testable internal import ChatroomDisk

/// Between the look at somebody's rights and the append anything may happen; who was put out meanwhile gets no message
/// in, and what was stored before gets its first answer all the same.
struct RightsGapTests {
    @Test(arguments: [(LogEngine.dictionaries, 4000), (.sqlite, 400)])
    func whoWasPutOutGetsNoMessageIn(engine: LogEngine, steps: Int) async throws {
        let scene = try await engine.open()
        var random = SeededRandom(for: "rights that change between the look and the append")
        var looked: [NewMessage] = []
        var stored: [NewMessage] = []
        var (isIn, isBanned, isModerator) = (false, false, false)
        var (late, granted) = (0, 0)
        // Longer where chance has it that little happens.
        for number in 0..<steps * 20 where number < steps || late <= steps / 100 || granted <= steps / 100 {
            switch Int.random(in: 0..<8, using: &random) {
            case 0 where !isBanned:
                try await scene.change(.join, scene.bob)
                isIn = true
            case 1 where isIn:
                try await scene.change(.kick, scene.bob)
                (isIn, isModerator) = (false, false)
            case 2:
                try await scene.change(isBanned ? .unban : .ban, scene.bob)
                isBanned.toggle()
                if isBanned { (isIn, isModerator) = (false, false) }
            case 3 where isIn:
                try await scene.change(isModerator ? .makeMember : .makeModerator, scene.bob)
                isModerator.toggle()
            case 4, 5:
                // As a request does it; a topic needs a moderator, a message anybody who may look in.
                guard let access = try await scene.log.access(scene.bob.id, to: scene.room) else { break }
                let act: OutgoingMessage.Act = Bool.random(using: &random) ? .topic : .post
                let verb: RoomVerb = act == .topic ? .topic : .write
                guard RoomRights.verdict(verb, access, scene.bob.user) == .granted else { break }
                looked.append(
                    NewMessage(
                        conversation: scene.room, sender: scene.bob, id: .random(), body: "\(number)", act: act,
                        rights: access.rights))
            default:
                let batch = looked.shuffled(using: &random).prefix(3)
                guard !batch.isEmpty else { break }
                looked.removeAll { message in batch.contains { $0.id == message.id } }
                let again = stored.randomElement(using: &random)
                let outcomes = try await scene.log.append(Array(batch) + [again].compactMap(\.self))
                for (message, outcome) in zip(batch, outcomes) {
                    let may = message.act == .topic ? isModerator : !isBanned
                    switch outcome {
                    case .success:
                        #expect(may, "step \(number)")
                        stored.append(message)
                        granted += 1
                    case .failure(let error):
                        #expect(!may, "step \(number): \(error)")
                        #expect(error.code == .notAllowed)
                        late += 1
                    }
                }
                if again != nil { #expect(try outcomes[batch.count].get().isDuplicate) }
            }
        }
        #expect(late > steps / 100 && granted > steps / 100)
        #expect(try await scene.log.entries(of: scene.room).count == stored.count)
    }

    @Test func aVersionMovesWithEveryChangeOfRightsAndWithNothingElse() async throws {
        let scratch = try await ScratchStore(durability: .relaxed)
        let room = try await scratch.room("ops")
        func version() async throws -> Int64 {
            try #require(try await scratch.store.access(scratch.bob.id, to: room)).rights
        }
        var last = try await version()
        let name = try RoomName("ops")
        let steps: [(ChangeMember.Change, Bool)] = [
            (.invite, false), (.join, true), (.join, false), (.makeModerator, true), (.makeModerator, false),
            (.makeMember, true), (.kick, true), (.ban, true), (.ban, false), (.unban, true), (.unban, false),
            (.join, true), (.leave, true), (.leave, false),
        ]
        for (index, (step, moves)) in steps.enumerated() {
            try await scratch.store.change(MemberChange(step, of: scratch.bob, in: name, by: nil), in: room)
            let next = try await version()
            #expect(moves ? next > last : next == last, "step \(index)")
            last = next
        }
        try await scratch.send("hello @bob", in: room)
        try await scratch.send("quiet", .topic, in: room)
        try await scratch.read(2, as: scratch.bob, in: room)
        var change = ConfigureRoom(room: name)
        change.slow = .seconds(5)
        try await scratch.store.configure(room, change)
        #expect(try await version() == last)
        change.isPrivate = true
        try await scratch.store.configure(room, change)
        #expect(try await version() > last)
    }

    /// Two owners put each other out at once: the second one is none any more when its turn comes.
    @Test(arguments: LogEngine.allCases)
    func ofTwoWhoPutEachOtherOutTheFirstStays(engine: LogEngine) async throws {
        let scene = try await engine.open()
        try await scene.change(.join, scene.bob)
        try await scene.change(.makeModerator, scene.bob)
        let carol = try await scene.log.makeAccount("carol")
        try await scene.change(.join, carol)
        let name = try RoomName("ops")
        let kick = MemberChange(.kick, of: carol, in: name, by: scene.bob)
        try await scene.change(.makeMember, scene.bob)
        await #expect(throws: ChatError.self) { _ = try await scene.log.change(kick, in: scene.room) }
        try await scene.change(.makeModerator, scene.bob)
        try await scene.change(.makeModerator, carol)
        await #expect(throws: ChatError.self) { _ = try await scene.log.change(kick, in: scene.room) }
        try await scene.change(.makeMember, carol)
        #expect(try await scene.log.change(kick, in: scene.room) == .member)
    }
}
