/// From when until when a certificate is valid; RFC 5280, section 4.1.2.5.
public struct CertificateTerm: Sendable, Equatable {
    /// The first second, counted from 1970-01-01T00:00:00Z.
    public let from: Int
    /// The last second.
    public let until: Int

    /// Makes a term of two times in seconds since 1970-01-01T00:00:00Z.
    public init(from: Int, until: Int) { (self.from, self.until) = (from, until) }

    /// What is wrong with a certificate at a time, to be put behind what it is called: `expired on 2026-11-27`.
    ///
    /// - Returns: `nil` when it is valid.
    public func flaw(at time: Timestamp) -> String? {
        let seconds = time.milliseconds / 1000
        if seconds > until { return "expired on \(Self.date(until))" }
        if seconds < from { return "is not valid before \(Self.date(from))" }
        return nil
    }

    /// The date in UTC, by Howard Hinnant's `civil_from_days` (https://howardhinnant.github.io/date_algorithms.html).
    private static func date(_ seconds: Int) -> String {
        let days = (seconds >= 0 ? seconds : seconds - 86_399) / 86_400 + 719_468
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let day = days - era * 146_097
        let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365
        let dayOfYear = day - (365 * year + year / 4 - year / 100)
        let part = (5 * dayOfYear + 2) / 153
        let month = part < 10 ? part + 3 : part - 9
        let parts = [
            (year + era * 400 + (month <= 2 ? 1 : 0), 4), (month, 2), (dayOfYear - (153 * part + 2) / 5 + 1, 2),
        ]
        return parts.map { number, digits in
            let text = String(number)
            return String(repeating: "0", count: max(0, digits - text.count)) + text
        }.joined(separator: "-")
    }
}
