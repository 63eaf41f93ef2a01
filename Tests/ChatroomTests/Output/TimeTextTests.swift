import ChatroomCore
import Foundation
import Testing

@testable import ChatroomTerminal

struct TimeTextTests {
    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (1_795_367_267_204, "2026-11-22T17:07:47.204Z"),
            (1_709_164_799_999, "2024-02-28T23:59:59.999Z"), (-1, "1969-12-31T23:59:59.999Z"),
            (.max, "9999-12-31T23:59:59.807Z"), (.min, "0000-01-01T00:00:00.192Z"),
        ] as [(Int64, String)])
    func instantsAreWrittenInUTCWithMilliseconds(milliseconds: Int64, text: String) {
        #expect(RFC3339.text(Timestamp(milliseconds: milliseconds)) == text)
    }

    @Test func theDayAndTheClockAreForPeople() {
        let time = Timestamp(milliseconds: 1_795_367_267_204)
        #expect(TimeText.dayRule(time, in: .utc) == "-- Sunday 22 November 2026 --")
        #expect(TimeText.clock(time, in: .utc) == "17:07")
    }

    @Test func theZoneOfTheMachineDecidesTheDay() async {
        // In a process of its own, because TZ is the whole process's.
        await #expect(processExitsWith: .success) {
            let time = Timestamp(milliseconds: 1_795_367_267_204)
            for (zone, clock, day) in [
                ("Asia/Tokyo", "02:07", "-- Monday 23 November 2026 --"),
                ("America/St_Johns", "13:37", "-- Sunday 22 November 2026 --"),
                ("Pacific/Kiritimati", "07:07", "-- Monday 23 November 2026 --"),
                ("UTC0", "17:07", "-- Sunday 22 November 2026 --"),
            ] {
                setenv("TZ", zone, 1)
                tzset()
                #expect(TimeText.clock(time, in: .local) == clock)
                #expect(TimeText.dayRule(time, in: .local) == day)
            }
        }
    }

    @Test(arguments: [
        (2400, "2.4 s"), (2301, "2.4 s"), (0, "0 s"), (1000, "1 s"), (9999, "10 s"), (45_000, "45 s"), (45_100, "46 s"),
        (130_000, "2 m 10 s"), (1_800_000, "30 m"), (11_101_000, "3 h 5 m"), (176_400_000, "2 d 1 h"),
        (86_405_000, "1 d"), (-5000, "0 s"),
    ])
    func durationsAreInTheirTwoLargestUnits(milliseconds: Int, text: String) {
        #expect(DurationText.text(.milliseconds(milliseconds)) == text)
    }
}
