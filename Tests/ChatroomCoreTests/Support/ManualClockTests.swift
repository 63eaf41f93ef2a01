import ChatroomCore
import Testing

@testable import ChatroomTestSupport

struct ManualClockTests {
    @Test func sleepersWakeWhenTheirTimeHasCome() async throws {
        let clock = ManualClock()
        async let short: Void = clock.sleep(for: .seconds(1))
        async let long: Void = clock.sleep(for: .seconds(60))
        try await clock.waitForSleepers(2)
        clock.advance(by: .milliseconds(999))
        #expect(clock.sleeperCount == 2)
        clock.advance(by: .milliseconds(1))
        try await short
        #expect(clock.sleeperCount == 1)
        clock.advance(by: .seconds(59))
        try await long
    }

    @Test func aCancelledSleeperWakesAtOnce() async throws {
        let clock = ManualClock()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await clock.sleep(for: .seconds(1)) }
            try await clock.waitForSleepers()
            group.cancelAll()
            await #expect(throws: CancellationError.self) { try await group.next() }
        }
        #expect(clock.sleeperCount == 0)
    }

    @Test func nobodySleepsUntilATimeThatIsPast() async throws {
        let clock: any Clock<Duration> = ManualClock()
        try await clock.sleep(for: .zero)
        try await clock.sleep(for: .seconds(-1))
    }

    @Test func theWallClockGoesAlongAndJumpsAlone() {
        let clock = ManualClock(wall: Sample.noon)
        clock.advance(by: .seconds(5))
        #expect(clock.wallClock() == Timestamp(milliseconds: Sample.noon.milliseconds + 5000))
        clock.jumpWallClock(by: .seconds(-3600))
        #expect(clock.wallClock() == Timestamp(milliseconds: Sample.noon.milliseconds - 3_595_000))
        #expect(clock.now.offset == .seconds(5))
    }
}
