internal import ChatroomCore

/// Slows down guessing of passwords, per source and per account from a source, without locking an account.
///
/// Pure; time is an argument, counted from any fixed moment by a clock that never jumps. An attempt that would pass a limit
/// if all that are being checked were wrong has to wait for them, so guesses side by side do not pass the limits, and right
/// passwords side by side are refused nothing. Whether there is an account of a name makes no difference here. Memory is
/// bounded: of more than ``capacity`` sources some are forgotten, those first whose failures would be forgotten first; each
/// costs a checked password, so that takes long.
struct LoginThrottle {
    /// How many sources are remembered.
    static let capacity = 20_000
    /// How long a failure for an account counts.
    static let period: Duration = .seconds(600)
    /// How long it takes until a source is granted one more.
    static let grant: Duration = .seconds(60)

    /// A password that is being checked.
    struct Attempt: Hashable {
        fileprivate let source: Source
        fileprivate let account: String
    }

    private struct Record: EndingRecord {
        var failures: [String: [Duration]] = [:]
        var debt = 0.0
        var last: Duration
        var end: Duration {
            let newest = failures.values.compactMap(\.last).max() ?? .zero
            return max(last + LoginThrottle.grant * debt, newest + LoginThrottle.period)
        }
    }

    private let perAccount: Int
    private let perSource: Int
    private var records = SourceTable<Record>(capacity: LoginThrottle.capacity)
    /// What is being checked; no more than there are connections.
    private var pendingOfSource: [Source: Int] = [:]
    private var pendingOfAccount: [Attempt: Int] = [:]

    /// Makes a throttle that knows of no failures.
    ///
    /// - Parameters:
    ///   - perAccount: How many failures a source may have for one account within ``period``.
    ///   - perSource: How many failures a source may have at once; one more is granted each minute.
    init(perAccount: Int, perSource: Int) {
        self.perAccount = perAccount
        self.perSource = perSource
    }

    /// Admits an attempt, lets it wait, or refuses one that comes too soon.
    ///
    /// - Parameters:
    ///   - source: Where it comes from.
    ///   - account: The name that it is for.
    ///   - time: When it comes.
    /// - Returns: The attempt, to be handed to ``end(_:failed:at:)``; `nil` when others of the source have to be decided
    ///   first.
    /// - Throws: ``ChatError`` with code `rate-limited` and the time to wait.
    mutating func begin(source: Source, account: String, at time: Duration) throws(ChatError) -> Attempt? {
        let attempt = Attempt(source: source, account: account)
        var record = records[source] ?? Record(last: time)
        settle(&record, at: time)
        if records[source] != nil { records[source] = record }
        let pending = pendingOfSource[source, default: 0]
        let excess = record.debt + Double(1 - perSource)
        // Below a millisecond it is rounding.
        if excess > 1e-5 {
            throw Self.refusal("too many failed logins from \(source)", after: Self.grant * excess)
        }
        let failures = record.failures[account] ?? []
        if failures.count >= perAccount {
            let wait = Self.period - (time - failures[failures.count - perAccount])
            throw Self.refusal("too many failed logins of one name from \(source)", after: wait)
        }
        guard excess + Double(pending) <= 1e-5,
            failures.count + pendingOfAccount[attempt, default: 0] < perAccount
        else { return nil }
        pendingOfSource[source] = pending + 1
        pendingOfAccount[attempt, default: 0] += 1
        return attempt
    }

    /// Notes that an attempt is decided.
    ///
    /// - Parameters:
    ///   - attempt: What ``begin(source:account:at:)`` returned; each is ended once.
    ///   - failed: Whether the password was wrong.
    ///   - time: When.
    mutating func end(_ attempt: Attempt, failed: Bool, at time: Duration) {
        Self.decrease(&pendingOfSource[attempt.source])
        Self.decrease(&pendingOfAccount[attempt])
        guard failed else { return }
        var record = records[attempt.source] ?? Record(last: time)
        settle(&record, at: time)
        record.debt += 1
        record.failures[attempt.account, default: []].append(time)
        records[attempt.source] = record
    }

    private static func decrease(_ count: inout Int?) {
        count = (count ?? 1) - 1
        if count == 0 { count = nil }
    }

    private func settle(_ record: inout Record, at time: Duration) {
        record.debt = max(0, record.debt - (time - record.last) / Self.grant)
        record.last = time
        record.failures = record.failures.compactMapValues { times in
            let counting = times.filter { time - $0 < Self.period }
            return counting.isEmpty ? nil : counting
        }
    }

    private static func refusal(_ message: String, after wait: Duration) -> ChatError {
        let seconds = max(1, wait.components.seconds + (wait.components.attoseconds > 0 ? 1 : 0))
        return ChatError(
            .rateLimited, message, hint: "A login that was kept works on: 'chatroom login --whoami'.",
            retryAfter: .seconds(seconds))
    }
}
