import ChatroomTestSupport
import Testing

@testable import ChatroomServer

struct ReservedTurnsTests {
    private var turns = ReservedTurns(period: .seconds(8))
    private var random = SeededRandom(seed: 7)

    @Test mutating func oneOfARoundIsDrawn() {
        let tickets = (0..<20).map { second in join("alice", at: .milliseconds(100 * second)) }
        #expect(tickets.allSatisfy { $0.drawing == .seconds(8) })
        #expect(draw(tickets, at: .seconds(8)).count == 1)
        #expect(turns.drawing(at: .seconds(8)) == .seconds(16))
    }

    /// Whoever guesses beside the owner has as many chances as connections, and the owner one.
    @Test mutating func theOwnerIsDrawnAmongGuessers() {
        var wins = 0
        for round in 0..<400 {
            let time = Duration.seconds(64 * round)
            let tickets = (0..<8).map { _ in join("alice", at: time) }
            if draw(tickets, at: time + .seconds(8)) == [5] { wins += 1 }
        }
        #expect((25...80).contains(wins), "\(wins) of 400, and 50 are fair")
    }

    @Test mutating func accountsTakeTurnsSoThatGuessingOneDoesNotHurtAnother() {
        var drawn: [Int] = []
        for round in 0..<6 {
            let time = Duration.seconds(8 * round)
            let tickets = (0..<10).map { _ in join("bob", at: time) } + [join("alice", at: time)]
            drawn += draw(tickets, at: time + .seconds(8)).map { $0 == 10 ? 1 : 0 }
        }
        #expect(drawn.count { $0 == 1 } == 3)
    }

    @Test mutating func guessingGoesOnceAMinuteAfterThree() {
        let draws = (0..<75).count { round in
            let time = Duration.seconds(8 * round)
            return !draw([join("alice", at: time)], at: time + .seconds(8)).isEmpty
        }
        // Ten minutes.
        #expect((12...13).contains(draws))
    }

    @Test mutating func aRightPasswordCostsNothing() {
        for round in 0..<20 {
            let time = Duration.seconds(8 * round)
            let ticket = join("alice", at: time)
            #expect(draw([ticket], at: time + .seconds(8)) == [0])
            turns.giveBack(ticket, at: time + .seconds(8))
        }
    }

    @Test mutating func whoIsGoneOrLeftIsNotDrawn() {
        for round in 0..<20 {
            let time = Duration.seconds(64 * round)
            let gone = (0..<50).map { _ in
                turns.join(place: "192.0.2.1", account: "alice", at: time, isThere: { false })
            }
            let left = join("alice", at: time)
            turns.leave(left)
            #expect(draw(gone + [join("alice", at: time)], at: time + .seconds(8)) == [50])
        }
    }

    @Test mutating func placesAreApart() {
        let here = join("alice", at: .zero)
        let there = turns.join(place: "192.0.2.2", account: "alice", at: .zero, isThere: { true })
        #expect(draw([here, there], at: .seconds(8)) == [0, 1])
    }

    private mutating func join(_ account: String, at time: Duration) -> ReservedTurns.Ticket {
        turns.join(place: "192.0.2.1", account: account, at: time, isThere: { true })
    }

    private mutating func draw(_ tickets: [ReservedTurns.Ticket], at time: Duration) -> [Int] {
        tickets.indices.filter { turns.draw(tickets[$0], at: time, using: &random) }
    }
}
