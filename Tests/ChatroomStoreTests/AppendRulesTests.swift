internal import ChatroomCore
internal import ChatroomStore
internal import Testing

/// What becomes of messages, by what is known, without any engine.
struct AppendRulesTests {
    private let rules = AppendRules(at: Timestamp(milliseconds: 1000), updateKeys: 2)
    private let alice: Account
    private let bob: Account
    private var facts = AppendFacts()

    init() throws {
        alice = try Sample.account("alice", 1)
        bob = try Sample.account("bob", 2)
        facts.heads[Sample.room] = AppendFacts.Head(rights: 5)
    }

    private func decided(_ batch: [NewMessage], _ facts: AppendFacts) throws -> Appending {
        guard case .decided(let appending) = rules.decide(batch, facts) else {
            throw ChatError(.internalError, "lacking")
        }
        return appending
    }

    private func lacking(_ batch: [NewMessage], _ facts: AppendFacts) -> AppendNeeds? {
        if case .lacking(let needs) = rules.decide(batch, facts) { needs } else { nil }
    }

    @Test func aPlainMessageNeedsTheEndOfItsLogOnly() throws {
        var needs = AppendNeeds()
        needs.conversations = [Sample.room]
        #expect(AppendNeeds([Sample.message("hello", from: alice)]) == needs)
        let appending = try decided([Sample.message("hello", from: alice)], facts)
        #expect(try appending.outcomes[0].get().message.seq == 1)
        #expect(appending.entries[0].effects.isEmpty)
        #expect(appending.ends == [Sample.room: 0])
    }

    @Test func eachMessageSeesThoseBeforeIt() throws {
        let batch = [
            Sample.message("one", from: alice, id: 1), Sample.message("two", from: bob, id: 2, replyTo: 1),
            Sample.message("", from: alice, id: 3, act: .delete(1)),
            Sample.message("again", from: alice, id: 4, act: .edit(1)),
        ]
        var facts = facts
        for seq in 1...2 as ClosedRange<Message.Seq> {
            facts.places[AppendNeeds.Place(Sample.room, seq)] = .some(nil)
        }
        // What is refused may have been stored before.
        #expect(lacking(batch, facts)?.asksStored == true)
        facts.stored = [:]
        let outcomes = try decided(batch, facts).outcomes
        #expect(try outcomes.prefix(3).map { try $0.get().message.seq } == [1, 2, 3])
        #expect(throws: ChatError(.notFound, "message 1 was deleted")) { try outcomes[3].get() }
    }

    @Test(arguments: [
        OutgoingMessage.Act.post, .edit(9), .delete(9), .update(key: "k"), .ask(choices: ["a", "a"], within: nil),
        .topic,
    ])
    func nothingIsRefusedBeforeItIsKnownThatItIsNotStored(act: OutgoingMessage.Act) throws {
        let new = Sample.message("", from: bob, replyTo: 8, act: act, rights: 4)
        var facts = facts
        var needs = AppendNeeds([new])
        var rounds = 0
        while let more = lacking([new], facts) {
            rounds += 1
            try #require(rounds < 5)
            for place in needs.places.keys { facts.places[place] = .some(nil) }
            for place in more.places.keys { facts.places[place] = .some(nil) }
            for standing in more.standings { facts.standings[standing] = .some(Sample.access(.banned)) }
            needs = more
            guard more.asksStored else { continue }
            let stored = Message(
                seq: 3, id: new.id, sender: bob.user.name, kind: .human, time: Timestamp(milliseconds: 1), body: "",
                replyTo: 8, entry: act.entry, question: act.isQuestion ? try Question(choices: ["a"]) : nil)
            facts.stored = [
                new.id: StoredMessage(
                    stored, from: bob.id, in: Sample.room, updateKey: act == .update(key: "k") ? "k" : nil)
            ]
        }
        let answer = try decided([new], facts).outcomes[0]
        if act.isQuestion {
            // Other choices are another message.
            #expect(throws: ChatError.self) { try answer.get() }
        } else {
            #expect(try answer.get().isDuplicate)
            #expect(try answer.get().message.seq == 3)
        }
    }

    @Test func rightsAreLookedAtAgainWhenTheirVersionMoved() throws {
        let membership = AppendNeeds.Membership(Sample.room, bob.id)
        var facts = facts
        facts.stored = [:]
        let current = Sample.message("hello", from: bob, rights: 5)
        #expect(try decided([current], facts).outcomes[0].get().message.seq == 1)
        let stale = Sample.message("hello", from: bob, rights: 4)
        #expect(lacking([stale], facts)?.standings == [membership])
        for standing in [.outsider, .invited, .banned, .member, .moderator, .owner] as [Standing] {
            for isPrivate in [false, true] {
                let access = Sample.access(standing, isPrivate: isPrivate)
                facts.standings[membership] = .some(access)
                let may = RoomRights.verdict(.write, access, bob.user) == .granted
                let outcome = try decided([stale], facts).outcomes[0]
                #expect(((try? outcome.get()) != nil) == may, "\(standing) \(isPrivate)")
            }
        }
        facts.standings[membership] = .some(nil)
        #expect(throws: RoomRights.unknown(nil)) { try decided([stale], facts).outcomes[0].get() }
    }

    @Test func aRightToModerateThatIsGoneDeletesNothing() throws {
        var facts = facts
        facts.stored = [:]
        facts.places[AppendNeeds.Place(Sample.room, 1)] = .some(
            AppendFacts.Entry(
                sender: alice.id, isOwn: true, isDeleted: false, deadline: nil, root: 1, changes: 0, counted: 0))
        facts.heads[Sample.room] = AppendFacts.Head(seq: 1, rights: 5)
        let membership = AppendNeeds.Membership(Sample.room, bob.id)
        let new = Sample.message("", from: bob, act: .delete(1), mayModerate: true, rights: 4)
        facts.standings[membership] = .some(Sample.access(.member))
        #expect(throws: ChatError(.notAllowed, "message 1 is not yours")) {
            try decided([new], facts).outcomes[0].get()
        }
        facts.standings[membership] = .some(Sample.access(.moderator))
        #expect(try decided([new], facts).entries[0].effects == [.erase(1)])
    }

    @Test func theKeyThatWasUsedFirstIsForgotten() throws {
        let owner = AppendNeeds.Membership(Sample.room, alice.id)
        var facts = facts
        facts.stored = [:]
        let keys = ["a", "b", "c"].map { Array($0.utf8) }
        facts.keys[owner] = AppendFacts.Keys(
            seqs: [keys[0]: nil, keys[2]: nil], count: 2, oldest: [keys[1], Array("x".utf8)])
        let batch = ["a", "c"].enumerated().map { number, key in
            Sample.message("state", from: alice, id: UInt64(number), act: .update(key: key))
        }
        let entries = try decided(batch, facts).entries
        #expect(entries[0].effects == [.remember(keys[0], 1), .forget(keys[1])])
        #expect(entries[1].effects == [.remember(keys[2], 2), .forget(Array("x".utf8))])
    }

    @Test func aLogThatDoesNotEndAsItDidTakesNothing() throws {
        var facts = facts
        facts.stored = [:]
        facts.heads[Sample.room] = AppendFacts.Head(isWhole: false)
        let outcome = try decided([Sample.message("hello", from: alice)], facts).outcomes[0]
        #expect((try? outcome.get()) == nil)
    }
}

extension OutgoingMessage.Act {
    fileprivate var isQuestion: Bool { if case .ask = self { true } else { false } }

    /// What it becomes.
    fileprivate var entry: Message.Entry {
        switch self {
        case .post, .ask, .update: .text
        case .edit(let seq): .edit(of: seq)
        case .delete(let seq): .deletion(of: seq)
        case .topic: .topic
        }
    }
}
