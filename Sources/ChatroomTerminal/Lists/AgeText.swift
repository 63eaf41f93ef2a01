public import ChatroomCore
internal import Glibc

/// Says when something was, as people do: `just now`, `3 min ago`, `2 h ago`, `yesterday`, else the day.
public struct AgeText: Sendable {
    /// What "ago" is counted from.
    public let now: Timestamp
    /// Whose days are meant.
    public let zone: DisplayZone

    private static let minute: Int64 = 60_000
    private static let hour: Int64 = 3_600_000

    /// How many hours are counted although midnight lies between.
    private static let mostHoursAcrossMidnight: Int64 = 12

    /// When it was.
    ///
    /// - Parameters:
    ///   - time: The instant, of any clock; one that is more than a minute ahead is told by its day.
    ///   - isRough: Whether it is known to an hour only, so that minutes would be made up.
    /// - Returns: A few words.
    public func text(_ time: Timestamp, isRough: Bool = false) -> String {
        let (age, isOutOfReach) = now.milliseconds.subtractingReportingOverflow(time.milliseconds)
        let (then, today) = (zone.calendar(time), zone.calendar(now))
        guard !isOutOfReach, age >= -Self.minute else { return Self.date(then) }
        if age < Self.hour, isRough { return "in the last hour" }
        if age < Self.minute { return "just now" }
        if age < Self.hour { return "\(age / Self.minute) min ago" }
        let hours = age / Self.hour
        let days = Self.day(today) - Self.day(then)
        if hours < Self.mostHoursAcrossMidnight || days == 0 { return "\(hours) h ago" }
        return days == 1 ? "yesterday" : Self.date(then)
    }

    /// `22 Nov 2026`, in English as all of the program's words.
    private static func date(_ parts: tm) -> String {
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        return "\(parts.tm_mday) \(months[Int(parts.tm_mon)]) \(parts.tm_year + 1900)"
    }

    /// The days from the beginning of year 1 to a date.
    private static func day(_ parts: tm) -> Int {
        let years = Int(parts.tm_year) + 1899
        return years * 365 + years / 4 - years / 100 + years / 400 + Int(parts.tm_yday)
    }
}
