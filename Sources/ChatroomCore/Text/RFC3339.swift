/// Writes instants for programs, as RFC 3339 in UTC with milliseconds: `2026-11-22T17:01:07.204Z`.
public enum RFC3339 {
    /// Appends an instant; years before 0 and after 9999 are clamped.
    public static func append(_ time: Timestamp, to buffer: inout [UInt8]) {
        let milliseconds = min(max(time.milliseconds, -62_167_219_200_000), 253_402_300_799_999)
        let day = milliseconds.dividedDown(by: 86_400_000)
        let (year, month, dayOfMonth) = date(ofDay: day)
        let rest = Int(milliseconds - day * 86_400_000)
        let fields: [(number: Int, width: Int, separator: UInt8)] = [
            (year, 4, UInt8(ascii: "-")), (month, 2, UInt8(ascii: "-")), (dayOfMonth, 2, UInt8(ascii: "T")),
            (rest / 3_600_000, 2, UInt8(ascii: ":")), (rest / 60_000 % 60, 2, UInt8(ascii: ":")),
            (rest / 1000 % 60, 2, UInt8(ascii: ".")), (rest % 1000, 3, UInt8(ascii: "Z")),
        ]
        for field in fields {
            DecimalText.append(field.number, width: field.width, to: &buffer)
            buffer.append(field.separator)
        }
    }

    /// An instant.
    public static func text(_ time: Timestamp) -> String {
        var buffer: [UInt8] = []
        append(time, to: &buffer)
        return String(decoding: buffer, as: UTF8.self)
    }

    /// The date of a day that is counted from 1970-01-01, by the Gregorian calendar.
    ///
    /// Years begin in March here, so that the day which only leap years have is the last one; they repeat after 146 097
    /// days.
    private static func date(ofDay day: Int64) -> (year: Int, month: Int, day: Int) {
        let sinceMarch = day + 719_468
        let era = sinceMarch.dividedDown(by: 146_097)
        let dayOfEra = sinceMarch - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (Int(year), Int(month), Int(dayOfYear - (153 * monthFromMarch + 2) / 5 + 1))
    }
}

extension Int64 {
    /// The quotient, rounded towards minus infinity.
    fileprivate func dividedDown(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
