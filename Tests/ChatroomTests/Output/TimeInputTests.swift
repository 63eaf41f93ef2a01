import ChatroomCore
import Foundation
import Testing

@testable import ChatroomTerminal

struct TimeInputTests {
    /// 2026-11-22T17:07:47.204Z.
    private let input = TimeInput(now: Timestamp(milliseconds: 1_795_367_267_204), zone: .utc)

    @Test(arguments: [
        ("2026-11-22T17:07:47.204Z", "2026-11-22T17:07:47.204Z"), ("2026-11-22t17:07:47z", "2026-11-22T17:07:47.000Z"),
        ("2026-11-22T17:07:47.5+01:00", "2026-11-22T16:07:47.500Z"),
        ("2026-11-22 17:07:47.123456789-08:30", "2026-11-23T01:37:47.123Z"),
        ("2024-02-29", "2024-02-29T00:00:00.000Z"), ("10:30", "2026-11-22T10:30:00.000Z"),
        ("90s", "2026-11-22T17:06:17.204Z"), ("5m", "2026-11-22T17:02:47.204Z"), ("2h", "2026-11-22T15:07:47.204Z"),
        ("3d", "2026-11-19T17:07:47.204Z"), ("1w", "2026-11-15T17:07:47.204Z"), ("0s", "2026-11-22T17:07:47.204Z"),
        // A Sunday.
        ("today", "2026-11-22T00:00:00.000Z"), ("yesterday", "2026-11-21T00:00:00.000Z"),
        ("TODAY", "2026-11-22T00:00:00.000Z"), ("Sun", "2026-11-22T00:00:00.000Z"),
        ("sunday", "2026-11-22T00:00:00.000Z"), ("Mon", "2026-11-16T00:00:00.000Z"),
        ("monday", "2026-11-16T00:00:00.000Z"), ("tue", "2026-11-17T00:00:00.000Z"),
        ("WEDNESDAY", "2026-11-18T00:00:00.000Z"), ("Thu", "2026-11-19T00:00:00.000Z"),
        ("friday", "2026-11-20T00:00:00.000Z"), ("sAt", "2026-11-21T00:00:00.000Z"),
    ])
    func everyFormIsRead(text: String, instant: String) throws {
        #expect(RFC3339.text(try input.instant(text)) == instant)
    }

    @Test(arguments: [
        "", " ", "now", "90", "s", "5 m", "-5m", "5m ", "1h30m", "1.5h", "5M", "99999999999999999999d", "24:00", "9:30",
        "10:60", "10:30:00", "2026-02-29", "1900-02-29", "2026-13-01", "2026-1-1", "26-11-22", "2026-11-22T17:07:47",
        "2026-11-22T17:07Z", "2026-11-22T25:00:00Z", "2026-11-22T17:07:47.Z", "2026-11-22T17:07:47+0100",
        "2026-11-22T17:07:60Z", "٢٠٢٦-١١-٢٢", "tod", "tomorrow", "mo", "mond", "mondays", "mon ", " mon", "Ｍon", "m",
        "to\nday",
    ])
    func whatIsNoTimeIsQuotedAndRefused(text: String) {
        let error = #expect(throws: ChatError.self) { try input.instant(text) }
        #expect(error?.code == .usage)
        #expect(error?.message.contains("'\(text)'") == true)
        for form in ["2026-11-22T17:01:07Z", "2026-11-22", "10:30", "today", "yesterday", "Mon", "90s", "1w"] {
            #expect(error?.hint?.contains(form) == true, "\(form)")
        }
    }

    @Test(arguments: [("90s", 90), ("30m", 1800), ("2h", 7200), ("3d", 259_200), ("1w", 604_800)])
    func durationsAreRead(text: String, seconds: Int) throws {
        #expect(try TimeInput.duration(text) == .seconds(seconds))
        #expect(try TimeInput.wait(text) == .seconds(seconds))
    }

    @Test(arguments: [("30", 30), ("0", 0), ("5", 5), ("100000000", 100_000_000)])
    func whoWaitsCountsSecondsAndWhoKeepsMustSayWhat(text: String, seconds: Int) throws {
        #expect(try TimeInput.wait(text) == .seconds(seconds))
        #expect(throws: ChatError.self) { try TimeInput.duration(text) }
    }

    @Test(arguments: ["", "m", "1h30m", "10:30", "2026-11-22", "-5", "+5", "5.5", "5 ", "100000001", "today"])
    func whatIsNoDurationIsQuotedAndRefused(text: String) {
        let errors = [
            #expect(throws: ChatError.self) { try TimeInput.duration(text) },
            #expect(throws: ChatError.self) { try TimeInput.wait(text) },
        ]
        for error in errors {
            #expect(error?.code == .usage)
            #expect(error?.message.contains("'\(text)'") == true)
        }
    }

    @Test func daysBeginAtTheMidnightOfTheZone() async {
        await #expect(processExitsWith: .success) {
            // It is Monday in Tokyo already, and the clocks of Havana skip the midnight of 8 March.
            for (zone, now, text, midnight) in [
                ("Asia/Tokyo", 1_795_367_267_204, "today", "2026-11-22T15:00:00.000Z"),
                ("Asia/Tokyo", 1_795_367_267_204, "Mon", "2026-11-22T15:00:00.000Z"),
                ("Asia/Tokyo", 1_795_367_267_204, "yesterday", "2026-11-21T15:00:00.000Z"),
                ("America/New_York", 1_795_367_267_204, "sun", "2026-11-22T05:00:00.000Z"),
                ("America/New_York", 1_795_367_267_204, "monday", "2026-11-16T05:00:00.000Z"),
                // Across the end of summer time, and across the end of a year.
                ("Europe/Berlin", 1_793_012_400_000, "sat", "2026-10-23T22:00:00.000Z"),
                ("Europe/Berlin", 1_798_801_200_000, "wed", "2026-12-29T23:00:00.000Z"),
                ("America/Havana", 1_772_992_800_000, "today", "2026-03-08T05:00:00.000Z"),
                ("America/Havana", 1_772_992_800_000, "2026-03-08", "2026-03-08T05:00:00.000Z"),
            ] as [(String, Int64, String, String)] {
                setenv("TZ", zone, 1)
                tzset()
                let input = TimeInput(now: Timestamp(milliseconds: now), zone: .local)
                let instant = RFC3339.text(try input.instant(text))
                #expect(instant == midnight, "\(zone) \(text)")
            }
        }
    }

    @Test func midnightAndHalfPastTenAreThoseOfTheZone() async {
        await #expect(processExitsWith: .success) {
            for (zone, midnight, halfPastTen) in [
                ("Asia/Tokyo", "2026-11-21T15:00:00.000Z", "2026-11-23T01:30:00.000Z"),
                ("Europe/Berlin", "2026-11-21T23:00:00.000Z", "2026-11-22T09:30:00.000Z"),
                ("America/New_York", "2026-11-22T05:00:00.000Z", "2026-11-22T15:30:00.000Z"),
            ] {
                setenv("TZ", zone, 1)
                tzset()
                let input = TimeInput(now: Timestamp(milliseconds: 1_795_367_267_204), zone: .local)
                let instants = (try input.instant("2026-11-22"), try input.instant("10:30"))
                #expect(RFC3339.text(instants.0) == midnight)
                #expect(RFC3339.text(instants.1) == halfPastTen)
            }
            setenv("TZ", "Europe/Berlin", 1)
            tzset()
            let input = TimeInput(now: Timestamp(milliseconds: 0), zone: .local)
            let summer = try input.instant("2026-07-01")
            #expect(RFC3339.text(summer) == "2026-06-30T22:00:00.000Z")
            // 2026-10-25T01:40Z, when clocks show 02:40 for the second time.
            let late = TimeInput(now: Timestamp(milliseconds: 1_792_892_400_000), zone: .local)
            #expect(RFC3339.text(try late.instant("02:30")) == "2026-10-25T00:30:00.000Z")
        }
    }
}
