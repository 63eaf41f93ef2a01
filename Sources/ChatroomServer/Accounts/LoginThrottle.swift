internal import ChatroomCore

/// Slows down guessing of passwords, per source and per account from a source, without locking an account.
///
/// Pure; time is an argument, counted from any fixed moment by a clock that never jumps. A failed login counts ten
/// minutes. Memory is bounded: beyond ``capacity`` sources the one that was quiet for longest is forgotten.
struct LoginThrottle {
    /// How many failures one source may have for one account within ``period``.
    static let failuresPerAccount = 10
    /// How many failures one source may have at once; one more is granted each minute.
    static let failuresPerSource = 30
    /// How long a failure for an account counts.
    static let period: Duration = .seconds(600)
    /// How many sources are remembered.
    static let capacity = 10_000

    private struct Record {
        var failures: [String: [Duration]] = [:]
        var debt = 0.0
        var last: Duration
    }

    private var records: [String: Record] = [:]

    /// Refuses an attempt that comes too soon.
    ///
    /// - Parameters:
    ///   - source: Where it comes from.
    ///   - account: The account that it is for.
    ///   - pending: How many earlier attempts of the source are not decided yet; each may turn out to be a failure.
    ///   - time: When it comes.
    /// - Throws: ``ChatError`` with code `rate-limited` and the time to wait.
    mutating func check(
        source: String, account: String, pending: Int = 0, at time: Duration
    ) throws(ChatError) {
        guard var record = records[source] else { return }
        settle(&record, at: time)
        records[source] = record
        let excess = record.debt + Double(pending + 1 - Self.failuresPerSource)
        // Below a millisecond it is rounding.
        if excess > 1e-5 { throw refusal(after: .seconds(excess * 60)) }
        if let failures = record.failures[account], failures.count >= Self.failuresPerAccount {
            let oldest = failures[failures.count - Self.failuresPerAccount]
            throw refusal(after: Self.period - (time - oldest))
        }
    }

    /// Counts a failed attempt.
    mutating func noteFailure(source: String, account: String, at time: Duration) {
        if records[source] == nil, records.count >= Self.capacity,
            let quietest = records.min(by: { $0.value.last < $1.value.last })?.key
        {
            records[quietest] = nil
        }
        var record = records[source] ?? Record(last: time)
        settle(&record, at: time)
        record.debt += 1
        record.failures[account, default: []].append(time)
        records[source] = record
    }

    private func settle(_ record: inout Record, at time: Duration) {
        record.debt = max(0, record.debt - (time - record.last) / .seconds(60))
        record.last = time
        record.failures = record.failures.compactMapValues { times in
            let counting = times.filter { time - $0 < Self.period }
            return counting.isEmpty ? nil : counting
        }
    }

    private func refusal(after wait: Duration) -> ChatError {
        let seconds = max(1, wait.components.seconds + (wait.components.attoseconds > 0 ? 1 : 0))
        return ChatError(
            .rateLimited, "too many failed logins", retryAfter: .seconds(seconds))
    }
}
