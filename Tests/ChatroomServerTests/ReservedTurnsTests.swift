import ChatroomTestSupport
import Testing

@testable import ChatroomServer

struct ReservedTurnsTests {
    private var turns = ReservedTurns(round: .seconds(30))

    @Test mutating func turnsComeInOrderTwoSecondsApart() {
        let tickets = (0..<5).map { _ in join("alice", at: .zero) }
        var times: [Duration?] = [Duration?](repeating: nil, count: 5)
        for step in 0..<100 {
            for (number, ticket) in tickets.enumerated().reversed() where times[number] == nil {
                let time = Duration.milliseconds(100 * step)
                if turns.takeTurn(ticket, at: time) { times[number] = time }
            }
        }
        for (number, time) in times.enumerated() {
            // Whoever asked earlier in the same moment dealt it, and the one it is for finds it at its next look.
            #expect((2000 * number...2000 * number + 100).contains(Int(time?.wholeMilliseconds ?? -1)))
        }
    }

    /// Connections that guess all the time beside an owner who comes at any moment.
    @Test(arguments: [1, 4, 12]) func besideFewGuessersTheOwnerHasATurnWithinARound(guessers: Int) {
        var worst = Duration.zero
        for arrival in stride(from: 30, through: 90, by: 5) {
            var suite = Self()
            let scene = suite.guess(with: guessers, for: .seconds(arrival + 60), ownerAt: .seconds(arrival))
            worst = max(worst, scene.ownerWaited ?? .seconds(3600))
        }
        #expect(worst <= .seconds(2 * guessers + 3), "\(worst)")
    }

    /// With ten that the throttle admits these are at most forty checks, however many guesses there are.
    @Test mutating func aMinuteOfGuessesHasThirtyTurns() {
        let checks = guess(with: 128, for: .seconds(60)).checks
        #expect((28...30).contains(checks), "\(checks)")
    }

    /// Many names instead: the account whose turn is longest ago has every other one.
    @Test mutating func aLineOfOtherNamesIsPassed() {
        let others = (0..<100).map { _ in join("bob", at: .zero) }
        _ = turns.takeTurn(others[0], at: .zero)
        let owner = join("alice", at: .milliseconds(100))
        let isOwners = turns.takeTurn(owner, at: .seconds(2))
        #expect(isOwners)
    }

    /// Hours of guesses of one name, by a clock that a test moves: eight a minute until the turns are used up, which is
    /// after 205 minutes, and one a minute then.
    @Test mutating func guessesOfHoursAreADaysAndAMinuteEach() {
        let checks = guess(with: 4, for: .seconds(4 * 3600), step: .seconds(1)).checks
        #expect((1672...1680).contains(checks), "\(checks)")
    }

    @Test mutating func aTurnThatIsNotTakenCostsNothing() {
        for round in 0..<2000 {
            let time = Duration.seconds(3 * round)
            let (first, second) = (join("alice", at: time), join("alice", at: time))
            _ = turns.takeTurn(second, at: time)
            turns.leave(first, at: time)
            turns.leave(second, at: time)
        }
        let ticket = join("alice", at: .seconds(6000))
        let isDealt = turns.takeTurn(ticket, at: .seconds(6000))
        #expect(isDealt)
    }

    @Test mutating func aRightPasswordCostsNothing() {
        for round in 0..<2000 {
            let time = Duration.seconds(2 * round)
            let ticket = join("alice", at: time)
            let isDealt = turns.takeTurn(ticket, at: time)
            #expect(isDealt)
            turns.giveBack(ticket, at: time)
        }
    }

    @Test mutating func whoIsGoneOrLeftHasNoTurn() {
        for _ in 0..<50 {
            _ = turns.join(place: "192.0.2.1", account: "alice", at: .zero, isThere: { false })
        }
        turns.leave(join("alice", at: .zero), at: .zero)
        let last = join("alice", at: .zero)
        let isDealt = turns.takeTurn(last, at: .zero)
        #expect(isDealt)
    }

    @Test mutating func placesAreApart() {
        let here = join("alice", at: .zero)
        let there = turns.join(place: "192.0.2.2", account: "alice", at: .zero, isThere: { true })
        let both = [turns.takeTurn(here, at: .zero), turns.takeTurn(there, at: .zero)]
        #expect(both == [true, true])
    }

    private mutating func join(_ account: String, at time: Duration) -> ReservedTurns.Ticket {
        turns.join(place: "192.0.2.1", account: account, at: time, isThere: { true })
    }

    /// Lets connections guess, each again as soon as it is refused, and an owner come once.
    private mutating func guess(
        with count: Int, for length: Duration, step: Duration = .milliseconds(250), ownerAt arrival: Duration? = nil
    ) -> (checks: Int, ownerWaited: Duration?) {
        var (checks, time, owner, waited) = (0, Duration.zero, ReservedTurns.Ticket?.none, Duration?.none)
        var lanes: [(ticket: ReservedTurns.Ticket, since: Duration, isChecked: Bool)] = []
        while time < length {
            if lanes.isEmpty { lanes = (0..<count).map { _ in (join("alice", at: time), time, false) } }
            for number in lanes.indices {
                if time - lanes[number].since >= turns.round {
                    turns.leave(lanes[number].ticket, at: time)
                    lanes[number] = (join("alice", at: time), time, false)
                }
                if !lanes[number].isChecked, turns.takeTurn(lanes[number].ticket, at: time) {
                    lanes[number].isChecked = true
                    checks += 1
                }
            }
            if let arrival, arrival <= time, owner == nil { owner = join("alice", at: time) }
            if let arrival, let owner, waited == nil, turns.takeTurn(owner, at: time) { waited = time - arrival }
            time += step
        }
        return (checks, waited)
    }
}
