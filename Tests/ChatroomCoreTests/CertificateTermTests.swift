import ChatroomCore
import Testing

struct CertificateTermTests {
    @Test(
        arguments: [
            (1_795_780_799, nil), (1_795_780_800, nil), (1_795_780_801, "expired on 2026-11-27"),
            (1_577_836_799, "is not valid before 2020-01-01"), (1_577_836_800, nil),
            (0, "is not valid before 2020-01-01"),
        ] as [(Int64, String?)])
    func aTermEndsAfterItsLastSecond(second: Int64, flaw: String?) {
        let term = CertificateTerm(from: 1_577_836_800, until: 1_795_780_800)
        #expect(term.flaw(at: Timestamp(milliseconds: second * 1000)) == flaw)
    }

    @Test(arguments: [
        (-1, "1969-12-31"), (0, "1970-01-01"), (951_782_400, "2000-02-29"), (4_107_542_399, "2100-02-28"),
        (4_107_542_400, "2100-03-01"), (-62_135_596_800, "0001-01-01"), (253_402_300_799, "9999-12-31"),
    ])
    func datesAreThoseOfTheCalendar(second: Int, date: String) {
        let term = CertificateTerm(from: second - 1, until: second)
        #expect(term.flaw(at: Timestamp(milliseconds: .max / 2)) == "expired on \(date)")
    }
}
