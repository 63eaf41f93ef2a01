import ChatroomTestSupport
import Testing

struct DeadlineTests {
    @Test func whatNeverEndsFailsInTime() async {
        let clock = ManualClock()
        let failure = await #expect(throws: TestFailure.self) {
            try await Deadline.run(within: .milliseconds(10), "a long sleep") {
                try await clock.sleep(for: .seconds(1))
            }
        }
        #expect(failure?.description == "a long sleep: not within 0.01 seconds")
    }

    @Test func whatEndsInTimeIsReturned() async throws {
        #expect(try await Deadline.run("a number") { 5 } == 5)
    }

    @Test func aConditionIsLookedAtUntilItHolds() async throws {
        var looks = 0
        try await eventually {
            looks += 1
            return looks == 3
        }
        await #expect(throws: TestFailure.self) { try await eventually(within: .milliseconds(10)) { false } }
    }

    @Test func oneSeedGivesTheSameNumbers() {
        var first = SeededRandom(seed: 0)
        var second = SeededRandom(seed: 0)
        // The first number of the reference implementation for seed 0.
        #expect(first.next() == 0xE220_A839_7B1D_CDAF)
        #expect(first.bytes(9).count == 9)
        #expect(second.next() == 0xE220_A839_7B1D_CDAF)
    }
}
