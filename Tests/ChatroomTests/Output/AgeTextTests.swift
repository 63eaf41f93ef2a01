import ChatroomCore
import Foundation
import Testing

@testable import ChatroomTerminal

struct AgeTextTests {
    /// Sunday 22 November 2026, 17:07:47.204 in UTC.
    private static let now: Int64 = 1_795_367_267_204

    @Test(
        arguments: [
            (0, "just now"), (59_999, "just now"), (60_000, "1 min ago"), (3_599_999, "59 min ago"),
            (3_600_000, "1 h ago"), (17 * 3_600_000, "17 h ago"), (18 * 3_600_000, "yesterday"),
            (41 * 3_600_000, "yesterday"), (42 * 3_600_000, "20 Nov 2026"), (400 * 86_400_000, "18 Oct 2025"),
            // A clock that is a little ahead, and one that is wrong.
            (-60_000, "just now"), (-60_001, "22 Nov 2026"), (-86_400_000, "23 Nov 2026"),
        ] as [(Int64, String)])
    func agesAreToldAsPeopleDo(milliseconds: Int64, text: String) {
        #expect(age(at: Self.now).text(Timestamp(milliseconds: Self.now - milliseconds)) == text)
    }

    @Test(
        arguments: [
            (0, "in the last hour"), (3_599_999, "in the last hour"), (3_600_000, "1 h ago"),
            (30 * 3_600_000, "yesterday"),
        ] as [(Int64, String)])
    func noMinutesAreMadeUp(milliseconds: Int64, text: String) {
        #expect(age(at: Self.now).text(Timestamp(milliseconds: Self.now - milliseconds), isRough: true) == text)
    }

    @Test(arguments: [
        // What was said last night is hours ago, and the day counts only later.
        ("2026-11-22T01:00:00Z", "2026-11-21T23:00:00Z", "2 h ago"),
        ("2026-11-22T10:00:00Z", "2026-11-21T22:00:01Z", "11 h ago"),
        ("2026-11-22T10:00:00Z", "2026-11-21T22:00:00Z", "yesterday"),
        ("2027-01-01T20:00:00Z", "2026-12-31T01:00:00Z", "yesterday"),
        ("2028-03-01T20:00:00Z", "2028-02-29T01:00:00Z", "yesterday"),
        ("2028-03-01T20:00:00Z", "2028-02-28T23:00:00Z", "28 Feb 2028"),
    ])
    func yesterdayIsTheDayBefore(now: String, then: String, text: String) throws {
        let input = TimeInput(now: Timestamp(milliseconds: Self.now), zone: .utc)
        let now = try input.instant(now)
        #expect(AgeText(now: now, zone: .utc).text(try input.instant(then)) == text)
    }

    @Test func noTimeOfAForeignServerTraps() {
        for now in [Int64.min, -1, 0, Self.now, .max] {
            for time in [Int64.min, -1, 0, 1, Self.now, .max] {
                let text = age(at: now).text(Timestamp(milliseconds: time))
                let isNear = abs(Double(now) - Double(time)) < 86_400_000
                #expect((text == "just now") == isNear, "\(now), \(time): \(text)")
            }
        }
    }

    @Test func theZoneOfTheMachineDecidesTheDay() async {
        // In a process of its own, because TZ is the whole process's.
        await #expect(processExitsWith: .success) {
            let now = Timestamp(milliseconds: 1_795_367_267_204)
            let then = Timestamp(milliseconds: now.milliseconds - 14 * 3_600_000)
            for (zone, text) in [("UTC0", "14 h ago"), ("America/New_York", "yesterday"), ("Asia/Tokyo", "yesterday")] {
                setenv("TZ", zone, 1)
                tzset()
                #expect(AgeText(now: now, zone: .local).text(then) == text)
            }
        }
    }

    private func age(at milliseconds: Int64) -> AgeText {
        AgeText(now: Timestamp(milliseconds: milliseconds), zone: .utc)
    }
}
