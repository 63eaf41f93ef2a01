import ChatroomCore
import ChatroomStore
import ChatroomSystem
import ChatroomTestSupport
import Synchronization
import Testing

@testable import ChatroomServer

/// What time a server goes by when the machine's clock is not to be believed.
struct PlausibleClockTests {
    private static let day: Duration = .seconds(86_400)

    @Test(arguments: [Duration.zero, .seconds(-400 * 86_400), .seconds(3599), .seconds(3600)])
    func whatCanBeIsBelieved(lead: Duration) {
        let manual = ManualClock()
        let latest = manual.wallClock()
        manual.jumpWallClock(by: lead)
        let clock = PlausibleClock(.manual(manual), after: latest)
        #expect(clock.now() == manual.wallClock())
        #expect(clock.lead == nil)
    }

    @Test func aClockThatIsFarAheadAtTheStartIsNotBelieved() {
        let manual = ManualClock()
        let latest = manual.wallClock()
        manual.jumpWallClock(by: Self.day * 400)
        let clock = PlausibleClock(.manual(manual), after: latest)
        #expect(clock.now() == latest)
        #expect(clock.lead == Self.day * 400)
        // Time goes on all the same, and the right time is believed when it is there.
        manual.advance(by: .seconds(60))
        #expect(clock.now() == latest.advanced(by: .seconds(60)))
        manual.jumpWallClock(by: Self.day * -400)
        #expect(clock.now() == manual.wallClock())
        #expect(clock.lead == nil)
    }

    @Test func aClockThatJumpsIsNotBelieved() {
        let manual = ManualClock()
        let clock = PlausibleClock(.manual(manual), after: manual.wallClock())
        manual.advance(by: Self.day)
        let right = clock.now()
        manual.jumpWallClock(by: Self.day * 400)
        #expect(clock.now() == right)
        // Small steps are no way around it.
        manual.jumpWallClock(by: Self.day * -400)
        for _ in 0..<10 {
            manual.jumpWallClock(by: .seconds(1800))
            _ = clock.now()
        }
        #expect(clock.now() <= right.advanced(by: PlausibleClock.bound))
        manual.jumpWallClock(by: Self.day * -30)
        #expect(clock.now() == manual.wallClock())
    }

    @Test func theAdministratorMayConfirmIt() {
        let manual = ManualClock()
        let latest = manual.wallClock()
        manual.jumpWallClock(by: Self.day * 31)
        let clock = PlausibleClock(.manual(manual), after: latest)
        #expect(clock.lead != nil)
        clock.confirm()
        #expect(clock.lead == nil)
        #expect(clock.now() == manual.wallClock())
        manual.jumpWallClock(by: Self.day)
        #expect(clock.lead == Self.day)
    }

    @Test func aClockThatNTPKeepsIsBelieved() {
        let manual = ManualClock()
        let latest = manual.wallClock()
        manual.jumpWallClock(by: Self.day * 31)
        var system = WallClock.manual(manual)
        let kept = Kept()
        system.isKept = { _ in kept.value.withLock { $0 } }
        let clock = PlausibleClock(system, after: latest)
        #expect(clock.now() == latest)
        kept.value.withLock { $0 = true }
        #expect(clock.now() == manual.wallClock())
        kept.value.withLock { $0 = false }
        #expect(clock.now() == manual.wallClock())
    }

    private final class Kept: Sendable { let value = Mutex(false) }

    @Test(arguments: [Int64.min, .max])
    func noTimeEndsTheServer(time: Int64) {
        let manual = ManualClock(wall: Timestamp(milliseconds: time))
        for latest in [Int64.min, 0, .max] {
            let clock = PlausibleClock(.manual(manual), after: Timestamp(milliseconds: latest))
            _ = clock.now()
            _ = clock.lead
        }
    }

    @Test func whatWasStampedByAWrongClockTellsNothing() {
        func latest(_ noted: Int64?, _ stored: Int64?) -> Int64? {
            LastTimes(
                noted: noted.map { Timestamp(milliseconds: $0) }, stored: stored.map { Timestamp(milliseconds: $0) }
            ).latest(slack: .seconds(1))?.milliseconds
        }
        #expect(latest(nil, nil) == nil)
        #expect(latest(nil, 7) == 7)
        #expect(latest(7, nil) == 7)
        #expect(latest(7, 5) == 7)
        #expect(latest(7, 500) == 500)
        #expect(latest(7, 9_000_000) == 1007)
    }
}

extension WallClock {
    /// The clock of a test, which nobody keeps.
    static func manual(_ clock: ManualClock) -> WallClock {
        let start = clock.now
        return WallClock(now: clock.wallClock, uptime: { start.duration(to: clock.now) }, isKept: { _ in false })
    }
}
