public import ChatroomCore
internal import Glibc

/// Reads the instants and durations that people write on a command line.
///
/// Strict: a date that no calendar has, and a number without its unit where it could be another, are refused, because a
/// wrong `--since` shows nothing and looks like an empty room.
public struct TimeInput: Sendable {
    /// What "today" and "ago" are counted from.
    public let now: Timestamp
    /// Whose midnight and whose 10:30 are meant.
    public let zone: DisplayZone

    /// Sets every part.
    public init(now: Timestamp, zone: DisplayZone) {
        (self.now, self.zone) = (now, zone)
    }

    /// Reads `2026-11-22T17:01:07Z`, `2026-11-22`, `10:30`, how long ago (`90s`, `5m`, `2h`, `3d`, `1w`), and days by
    /// name: `today`, `yesterday` and the last `Mon` or `Monday` mean the midnight with which they began.
    ///
    /// - Throws: `ChatError` with code `usage`, which quotes the text.
    public func instant(_ text: String) throws(ChatError) -> Timestamp {
        var reader = DigitReader(text)
        if let time = reader.whole({ dateTime(&$0) }) { return time }
        if let time = reader.whole({ date(&$0) }) { return time }
        if let time = reader.whole({ timeOfDay(&$0) }) { return time }
        if let ago = reader.whole({ length(&$0) }) {
            return Timestamp(milliseconds: now.milliseconds - ago.components.seconds * 1000)
        }
        if let time = namedDay(text.asciiLowercased) { return time }
        throw ChatError(
            .usage, "'\(text)' is not a time",
            hint: "Write 2026-11-22T17:01:07Z, 2026-11-22, 10:30, today, yesterday, a day of the week such as Mon, "
                + "or how long ago: 90s, 5m, 2h, 3d, 1w.")
    }

    /// Reads a length of time: `90s`, `5m`, `2h`, `3d`, `1w`.
    ///
    /// - Throws: `ChatError` with code `usage`, which quotes the text.
    public static func duration(_ text: String) throws(ChatError) -> Duration {
        var reader = DigitReader(text)
        guard let length = reader.whole({ length(&$0) }) else {
            throw ChatError(.usage, "'\(text)' is not a length of time", hint: "Write 90s, 5m, 2h, 3d or 1w.")
        }
        return length
    }

    /// Reads how long to wait: a length of time, or a number of seconds alone, as timeout(1) takes it.
    ///
    /// How long something is kept is no such thing: whoever writes 30 there means days.
    ///
    /// - Throws: `ChatError` with code `usage`, which quotes the text.
    public static func wait(_ text: String) throws(ChatError) -> Duration {
        var reader = DigitReader(text)
        if let seconds = reader.whole({ $0.number(upTo: longest) }) { return .seconds(seconds) }
        return try duration(text)
    }

    private func namedDay(_ name: String) -> Timestamp? {
        var parts = zone.calendar(now)
        switch name {
        case "today": break
        case "yesterday": parts.tm_mday -= 1
        default:
            let days = TimeText.weekdays.map(\.asciiLowercased)
            guard let day = days.firstIndex(where: { name == $0 || name == $0.prefix(3) }) else { return nil }
            parts.tm_mday -= (parts.tm_wday - Int32(day) + 7) % 7
        }
        (parts.tm_hour, parts.tm_min, parts.tm_sec) = (0, 0, 0)
        return instant(parts)
    }

    private func dateTime(_ reader: inout DigitReader) -> Timestamp? {
        guard var parts = calendarDay(&reader), reader.take("T") || reader.take("t") || reader.take(" "),
            let hour = reader.number(digits: 2, in: 0...23), reader.take(":"),
            let minute = reader.number(digits: 2, in: 0...59), reader.take(":"),
            let second = reader.number(digits: 2, in: 0...59)
        else { return nil }
        var milliseconds: Int64 = 0
        if reader.take(".") {
            guard let thousandths = reader.thousandths() else { return nil }
            milliseconds = thousandths
        }
        guard let offset = offset(&reader) else { return nil }
        (parts.tm_hour, parts.tm_min, parts.tm_sec) = (Int32(hour), Int32(minute), Int32(second))
        return Timestamp(milliseconds: (Int64(timegm(&parts)) - offset) * 1000 + milliseconds)
    }

    /// Reads `Z`, `+01:00` or `-08:00`, as seconds east of UTC.
    private func offset(_ reader: inout DigitReader) -> Int64? {
        if reader.take("Z") || reader.take("z") { return 0 }
        let isEast = reader.take("+")
        guard isEast || reader.take("-"), let hours = reader.number(digits: 2, in: 0...23), reader.take(":"),
            let minutes = reader.number(digits: 2, in: 0...59)
        else { return nil }
        return Int64(hours * 3600 + minutes * 60) * (isEast ? 1 : -1)
    }

    private func date(_ reader: inout DigitReader) -> Timestamp? {
        calendarDay(&reader).map(instant)
    }

    private func timeOfDay(_ reader: inout DigitReader) -> Timestamp? {
        guard let hour = reader.number(digits: 2, in: 0...23), reader.take(":"),
            let minute = reader.number(digits: 2, in: 0...59)
        else { return nil }
        var parts = zone.calendar(now)
        (parts.tm_hour, parts.tm_min, parts.tm_sec) = (Int32(hour), Int32(minute), 0)
        return instant(parts)
    }

    private func calendarDay(_ reader: inout DigitReader) -> tm? {
        guard let year = reader.number(digits: 4, in: 0...9999), reader.take("-"),
            let month = reader.number(digits: 2, in: 1...12), reader.take("-"),
            let day = reader.number(digits: 2, in: 1...Self.days(in: month, of: year))
        else { return nil }
        var parts = tm()
        (parts.tm_year, parts.tm_mon, parts.tm_mday) = (Int32(year - 1900), Int32(month - 1), Int32(day))
        return parts
    }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private func instant(_ calendar: tm) -> Timestamp {
        var parts = calendar
        // Let the C library find out whether summer time is in force then.
        parts.tm_isdst = -1
        let seconds =
            switch zone {
            case .local: Self.earliest(calendar) ?? mktime(&parts)
            case .utc: timegm(&parts)
            }
        return Timestamp(milliseconds: Int64(seconds) * 1000)
    }

    /// The first of the moments that clocks show so, for an hour comes twice when summer time ends; `nil` when they never
    /// do.
    private static func earliest(_ calendar: tm) -> time_t? {
        [Int32(1), 0].compactMap { summer in
            var parts = calendar
            parts.tm_isdst = summer
            let seconds = mktime(&parts)
            return parts.tm_isdst == summer ? seconds : nil
        }.min()
    }

    /// The largest number before a unit.
    private static let longest = 100_000_000

    private func length(_ reader: inout DigitReader) -> Duration? { Self.length(&reader) }

    private static func length(_ reader: inout DigitReader) -> Duration? {
        let units: [(letter: Unicode.Scalar, seconds: Int)] = [
            ("s", 1), ("m", 60), ("h", 3600), ("d", 86400), ("w", 604_800),
        ]
        guard let count = reader.number(upTo: longest), let unit = units.first(where: { reader.take($0.letter) })
        else { return nil }
        return .seconds(count * unit.seconds)
    }
}
