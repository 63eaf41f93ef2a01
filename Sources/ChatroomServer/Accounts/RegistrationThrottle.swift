internal import ChatroomCore

/// Bounds how many accounts one source makes in an hour and in a day.
///
/// Pure; time is an argument as for ``LoginThrottle``. A registration counts when it begins, so that many side by side do
/// not pass the limits, and is given back when nothing comes of it. A source on this machine, behind which there may be
/// many programs, has ``localFactor`` times as many.
struct RegistrationThrottle {
    /// How many sources are remembered.
    static let capacity = 20_000
    /// How many times as many a source on this machine has.
    static let localFactor = 10
    /// How much of a registration the answer costs that a name is taken, since it tells that the name exists.
    static let taken = 0.1

    private struct Record: EndingRecord {
        var hour = 0.0
        var day = 0.0
        var last: Duration
        var end: Duration = .zero
    }

    private let perHour: Int
    private let perDay: Int
    private var records = SourceTable<Record>(capacity: RegistrationThrottle.capacity)

    /// Makes a throttle that knows of no registrations.
    ///
    /// - Parameters:
    ///   - perHour: How many a source may make at once; as many more are granted over each hour.
    ///   - perDay: The same over a day.
    init(perHour: Int, perDay: Int) {
        self.perHour = perHour
        self.perDay = perDay
    }

    /// Counts a registration, unless it is one too many.
    ///
    /// - Throws: ``ChatError`` with code `rate-limited`, which names the limit and says how long to wait.
    mutating func begin(_ source: Source, at time: Duration) throws(ChatError) {
        var record = settled(source, at: time)
        // Below a thousandth it is rounding.
        let excess = (
            hour: record.hour + 0.999 - allowed(perHour, source), day: record.day + 0.999 - allowed(perDay, source)
        )
        if excess.day > 0 {
            throw refusal(
                source, "registrations-per-day", after: .seconds(86_400) * (excess.day / allowed(perDay, source)))
        }
        if excess.hour > 0 {
            throw refusal(
                source, "registrations-per-hour", after: .seconds(3600) * (excess.hour / allowed(perHour, source)))
        }
        record.hour += 1
        record.day += 1
        keep(record, of: source)
    }

    /// Gives back a part of a registration that came to nothing, 0 to 1.
    mutating func giveBack(_ part: Double, to source: Source, at time: Duration) {
        var record = settled(source, at: time)
        record.hour = max(0, record.hour - part)
        record.day = max(0, record.day - part)
        keep(record, of: source)
    }

    private func allowed(_ limit: Int, _ source: Source) -> Double {
        Double(limit) * (source.isLocal ? Double(Self.localFactor) : 1)
    }

    private func settled(_ source: Source, at time: Duration) -> Record {
        guard var record = records[source] else { return Record(last: time) }
        let passed = time - record.last
        record.hour = max(0, record.hour - passed / .seconds(3600) * allowed(perHour, source))
        record.day = max(0, record.day - passed / .seconds(86_400) * allowed(perDay, source))
        record.last = time
        return record
    }

    private mutating func keep(_ record: Record, of source: Source) {
        var record = record
        record.end =
            record.last
            + max(
                .seconds(3600) * (record.hour / allowed(perHour, source)),
                .seconds(86_400) * (record.day / allowed(perDay, source)))
        records[source] = record.hour == 0 && record.day == 0 ? nil : record
    }

    private func refusal(_ source: Source, _ limit: String, after wait: Duration) -> ChatError {
        ChatError(
            .rateLimited, "too many accounts were made from \(source) (\(limit))",
            hint: "Its administrator can raise the limit.", retryAfter: .seconds(max(1, wait.components.seconds + 1)))
    }
}
