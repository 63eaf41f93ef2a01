import ChatroomCore
import ChatroomTestSupport
import Testing

@testable import ChatroomShell

struct ShellStateTests {
    private static let ops = Target.room(Self.room("ops"))
    private static let bob = Target.direct(Self.name("bob"))

    private static func name(_ text: String) -> UserName {
        guard let name = try? UserName(text) else { preconditionFailure("\(text) is a name") }
        return name
    }

    private static func room(_ text: String) -> RoomName {
        guard let name = try? RoomName(text) else { preconditionFailure("\(text) is a room") }
        return name
    }

    private static func summary(
        _ target: Target, id: Int64, head: Message.Seq = 0, read: Message.Seq = 0, unread: Int = 0,
        isMember: Bool = true
    ) -> Conversation.Summary {
        var summary = Conversation.Summary(id: Conversation.ID(rawValue: id), target: target)
        (summary.head, summary.read, summary.unread) = (head, read, unread)
        summary.role = isMember ? .member : nil
        return summary
    }

    private static func message(
        _ seq: Message.Seq, _ body: String = "text", from sender: String = "bob", id: MessageID? = nil,
        entry: Message.Entry = .text
    ) -> Message {
        var random = SeededRandom(seed: UInt64(seq))
        let time = Timestamp(milliseconds: 1_795_366_800_000 + seq)
        return Message(
            seq: seq, id: id ?? MessageID(at: time, using: &random), sender: name(sender), kind: .human, time: time,
            body: body, entry: entry)
    }

    /// Alice in the lobby, with ops and Bob beside it.
    private static func begun() -> ShellState {
        var state = ShellState(user: name("alice"), current: .lobby)
        state.update(
            [summary(.lobby, id: 1), summary(ops, id: 2, head: 40, read: 37, unread: 3), summary(bob, id: 3)],
            isFirst: true)
        return state
    }

    @Test func theCurrentConversationIsShownWholeAndOthersAreCounted() {
        var state = Self.begun()
        #expect(state.prompt == "lobby(ops 3)> ")
        #expect(state.note(Self.message(1), in: .lobby) == .here)
        #expect(state.note(Self.message(41), in: Self.ops) == .not)
        #expect(state.note(Self.message(42, "@alice look"), in: Self.ops) == .elsewhere)
        #expect(state.note(Self.message(1), in: Self.bob) == .elsewhere)
        #expect(state.prompt == "lobby(ops 5!, @bob 1!)> ")
        #expect(state.places[Self.ops]?.mentions == 1)
        #expect(state.next == Self.ops)
    }

    @Test func aMessageIsShownOnceHoweverOftenItArrives() {
        var state = Self.begun()
        #expect(state.note(Self.message(1), in: .lobby) == .here)
        #expect(state.note(Self.message(1), in: .lobby) == .not)
        #expect(state.note(Self.message(40), in: Self.ops) == .not)
        #expect(state.prompt == "lobby(ops 3)> ")
    }

    @Test func anOwnMessageElsewhereIsShownIfItWasSentFromHere() {
        var state = Self.begun()
        let outgoing = OutgoingMessage("hi", to: Self.ops)
        state.sent(outgoing)
        #expect(state.note(Self.message(41, "hi", from: "alice", id: outgoing.id), in: Self.ops) == .elsewhere)
        #expect(state.note(Self.message(42, "from my phone", from: "alice"), in: Self.ops) == .not)
        #expect(state.note(Self.message(1, "from my phone", from: "alice"), in: Self.bob) == .elsewhere)
        #expect(state.prompt == "lobby(ops 3)> ")
    }

    @Test func whatAnIgnoredUserSendsIsNeitherShownNorCounted() {
        var state = Self.begun()
        state.ignored = [Self.name("bob")]
        #expect(state.note(Self.message(1), in: .lobby) == .not)
        #expect(state.note(Self.message(41, "@alice"), in: Self.ops) == .not)
        #expect(state.prompt == "lobby(ops 3)> ")
        #expect(state.note(Self.message(2, from: "carol"), in: .lobby) == .here)
    }

    @Test func editsAndRoomsThatOneOnlyLooksAtAreNotCounted() {
        var state = Self.begun()
        #expect(state.note(Self.message(41, entry: .edit(of: 40)), in: Self.ops) == .not)
        let there = Target.room(Self.room("there"))
        state.open(Self.summary(there, id: 9, isMember: false))
        #expect(state.note(Self.message(1), in: there) == .not)
        #expect(state.prompt == "lobby(ops 3)> ")
        state.open(Self.summary(there, id: 9, head: 1))
        #expect(state.note(Self.message(2), in: there) == .not)
        #expect(state.prompt == "lobby(ops 3, there 1)> ")
    }

    @Test func goingSomewhereWaitsForWhatArrivedMeanwhile() {
        var state = Self.begun()
        let id = Conversation.ID(rawValue: 2)
        #expect(state.note(Self.message(41), in: Self.ops) == .not)
        #expect(state.go(to: Self.ops, id, shown: 40, isAbridged: false) == false)
        #expect(state.current == .lobby)
        #expect(state.go(to: Self.ops, id, shown: 42, isAbridged: false) == true)
        #expect(state.current == Self.ops)
        #expect(state.note(Self.message(42), in: Self.ops) == .not)
        #expect(state.note(Self.message(43), in: Self.ops) == .here)
        #expect(state.prompt == "ops> ")
    }

    @Test func whateverTheOrderOfPagesAndEventsNothingIsMissingOrDoubled() {
        for seed in 1...200 as ClosedRange<UInt64> {
            var random = SeededRandom(seed: seed)
            var state = Self.begun()
            // The server's log, how much of it was delivered, and what the person saw of ops since it was entered.
            var (head, delivered): (Message.Seq, Message.Seq) = (40, 40)
            var seen: [Message.Seq] = []
            var shown: Message.Seq = 40
            var isThere = false
            while head < 80 || delivered < head || !isThere {
                switch Int.random(in: 0..<4, using: &random) {
                case 0 where head < 80: head += 1
                case 1 where delivered < head:
                    delivered += 1
                    if state.note(Self.message(delivered), in: Self.ops) == .here { seen.append(delivered) }
                case 2 where !isThere && (head > 60 || shown > 40):
                    let page = head
                    seen += (shown + 1..<page + 1).map { $0 }
                    shown = page
                    // Some of the events come before the page is looked at.
                    for _ in 0..<Int.random(in: 0..<3, using: &random) where delivered < head {
                        delivered += 1
                        if state.note(Self.message(delivered), in: Self.ops) == .here { seen.append(delivered) }
                    }
                    isThere = state.go(
                        to: Self.ops, Conversation.ID(rawValue: 2), shown: shown, isAbridged: false)
                default: continue
                }
            }
            #expect(seen == Array(41...80), "seed \(seed)")
        }
    }

    @Test func onlyWhatWasShownWholeIsRead() {
        var state = Self.begun()
        let id = Conversation.ID(rawValue: 2)
        state.choose(Self.ops)
        #expect(state.markRead().isEmpty)
        #expect(state.go(to: Self.ops, id, shown: 40, isAbridged: true) == true)
        #expect(state.markRead().isEmpty)
        state.showedUnread()
        #expect(state.markRead().map(\.seq) == [40])
        #expect(state.markRead().isEmpty)
        _ = state.note(Self.message(41), in: Self.ops)
        #expect(state.markRead().map(\.seq) == [41])
    }

    @Test func aRoomThatWasMadeAgainBeginsAnew() {
        var state = Self.begun()
        _ = state.note(Self.message(158), in: Self.ops)
        state.isOffline = true
        #expect(state.prompt == "lobby(offline)> ")
        let again = [
            Self.summary(.lobby, id: 1), Self.summary(Self.ops, id: 7, head: 5), Self.summary(Self.bob, id: 3),
        ]
        #expect(state.missed(in: again) == 5)
        state.update(again, isFirst: false)
        state.isOffline = false
        #expect(state.prompt == "lobby> ")
        #expect(state.note(Self.message(1), in: Self.ops) == .not)
        #expect(state.prompt == "lobby(ops 1)> ")
    }

    @Test func whatCanBeSeenNoMoreIsForgottenButWhatIsTypedStaysWithIt() {
        var state = Self.begun()
        #expect(state.go(to: Self.ops, Conversation.ID(rawValue: 2), shown: 40, isAbridged: false) == true)
        state.update([Self.summary(.lobby, id: 1)], isFirst: false)
        #expect(state.prompt == "ops(closed)> ")
        #expect(state.current == Self.ops)
        #expect(state.places[Self.bob] != nil)
    }

    @Test func deletedMessagesAreNotNamedAgain() {
        var state = Self.begun()
        for seq in 1...60 { _ = state.note(Self.message(Int64(seq), "text \(seq)"), in: .lobby) }
        #expect(state.latest(in: .lobby).count == 50)
        _ = state.note(Self.message(61, "better", entry: .edit(of: 60)), in: .lobby)
        #expect(
            state.latest(in: .lobby).first == ShellState.Recent(seq: 60, sender: Self.name("bob"), excerpt: "better"))
        _ = state.note(Self.message(62, "", entry: .deletion(of: 60)), in: .lobby)
        #expect(state.latest(in: .lobby).first?.seq == 59)
    }

    @Test func whatWasShownInPassingWaitsUntilTheUserDoesSomething() {
        var state = Self.begun()
        _ = state.note(Self.message(41, "@alice look"), in: Self.ops)
        _ = state.note(Self.message(1, "psst"), in: Self.bob)
        #expect(state.prompt == "lobby(ops 4!, @bob 1!)> ")
        #expect(state.title == "(5) lobby - chatroom")
        // To go elsewhere is to have looked at nothing yet.
        #expect(state.markRead().isEmpty)
        #expect(state.next == Self.ops)
        state.noticed(onRows: 24)
        // Of ops three were not shown, so its marker stays where it is.
        #expect(state.markRead().map(\.seq) == [1])
        #expect(state.prompt == "lobby(ops 3)> ")
        #expect(state.markRead().isEmpty)
        _ = state.note(Self.message(2, "and"), in: Self.bob)
        _ = state.note(Self.message(1, "here"), in: .lobby)
        #expect(state.title == "(5) lobby - chatroom")
        // What went out at the top of the screen waits on.
        state.rowsShown += 24
        state.noticed(onRows: 24)
        #expect(state.title == "(4) lobby - chatroom")
        #expect(state.markRead().map(\.seq) == [1])
    }

    @Test func ofAMutedRoomOnlyWhatIsForTheUserCounts() {
        var state = Self.begun()
        state.muted = [Self.room("ops")]
        #expect(state.prompt == "lobby> ")
        #expect(state.next == nil)
        _ = state.note(Self.message(41, "noise"), in: Self.ops)
        #expect(state.prompt == "lobby> ")
        #expect(state.note(Self.message(42, "alice: look"), in: Self.ops) == .elsewhere)
        #expect(state.prompt == "lobby(ops 1!)> ")
        #expect(state.next == Self.ops)
    }

    @Test func aMentionInARoomThatOneIsNotInCounts() {
        var state = Self.begun()
        let there = Target.room(Self.room("there"))
        state.open(Self.summary(there, id: 9, isMember: false))
        #expect(state.note(Self.message(1, "just talk"), in: there) == .not)
        #expect(state.note(Self.message(2, "@alice should know"), in: there) == .elsewhere)
        #expect(state.prompt == "lobby(there 1!, ops 3)> ")
    }

    @Test func placesAreNumberedAndNamedByTheirBeginnings() {
        var state = Self.begun()
        let there = Target.room(Self.room("there"))
        state.open(Self.summary(there, id: 9, isMember: false))
        #expect(state.numbered == [.lobby, Self.ops, Self.bob])
        #expect(state.targets(startingWith: "O") == [Self.ops])
        #expect(state.targets(startingWith: "#t") == [there])
        #expect(state.targets(startingWith: "@") == [Self.bob])
        #expect(state.targets(startingWith: "x").isEmpty)
        #expect(state.previous == nil)
        state.choose(Self.ops)
        state.choose(Self.ops)
        #expect(state.previous == .lobby)
    }

    @Test func thePromptSaysWhoIsAwayAndTakesAtMostHalfOfTheRow() {
        var state = Self.begun()
        state.away = "lunch"
        #expect(state.prompt == "lobby(away, ops 3)> ")
        for number in 0..<9 {
            let room = Target.room(Self.room("room-\(number)"))
            state.open(Self.summary(room, id: 100 + Int64(number)))
            _ = state.note(Self.message(1), in: room)
        }
        #expect(state.prompt == "lobby(away, ops 3, room-0 1, +8)> ")
        state.columns = 20
        #expect(state.prompt == "lobby(away, ops 3, +9)> ")
        state.columns = 300
        #expect(state.prompt.hasSuffix("room-7 1, room-8 1)> "))
    }
}
