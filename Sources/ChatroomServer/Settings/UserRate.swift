internal import ChatroomStore
internal import Synchronization

/// Keeps any one user from doing more of something than the server bears: so much at once, and so much more each minute.
///
/// Who was refused is refused until the time is over that the refusal named, so that of several requests on their way
/// none overtakes the one that was refused first. Time is an argument, counted from any fixed moment by a clock that
/// never jumps. Memory is bounded by the number of accounts; who has paid everything back is forgotten.
final class UserRate: Sendable {
    /// How much of one thing, such as bytes.
    struct Allowance: Sendable {
        /// How much each minute.
        let perMinute: Int
        /// How much at once.
        let burst: Int
    }

    private struct Record {
        var debts: [Double]
        var time: Duration
        /// Until when everything is refused.
        var closed = Duration.zero
    }

    /// The least time that a refusal names, longer than the requests take that are on their way.
    private static let shortestWait: Duration = .seconds(1)
    /// How many users are remembered before those are forgotten who have paid everything back.
    private static let capacity = 10_000

    private let allowances: [Allowance]
    private let records = Mutex<[Account.ID: Record]>([:])

    /// Makes a rate of one or several things that are used together.
    init(_ allowances: Allowance...) { self.allowances = allowances }

    /// Counts what a user does, unless it is too much.
    ///
    /// - Parameters:
    ///   - costs: How much of each thing it takes.
    ///   - account: The user.
    ///   - time: When.
    /// - Returns: How long to wait; `nil` when it may be done.
    func admit(_ costs: Int..., of account: Account.ID, at time: Duration) -> Duration? {
        records.withLock { records in
            // Seldom, since it looks at all of them.
            if records[account] == nil, !records.isEmpty, records.count.isMultiple(of: Self.capacity) {
                records = records.filter { !settled($0.value, at: time).debts.allSatisfy { $0 == 0 } }
            }
            var record = settled(
                records[account] ?? Record(debts: allowances.map { _ in 0 }, time: time), at: time)
            defer { records[account] = record }
            if record.closed > time { return record.closed - time }
            var wait: Duration?
            for (index, allowance) in allowances.enumerated() {
                // What is larger than all that is allowed at once goes when nothing else is owed.
                let excess = record.debts[index] + Double(costs[index]) - Double(allowance.burst)
                guard excess > 0, record.debts[index] > 0 else { continue }
                let minutes = min(excess, record.debts[index]) / Double(allowance.perMinute)
                wait = max(wait ?? Self.shortestWait, .seconds(minutes * 60))
            }
            if let wait {
                record.closed = time + wait
            } else {
                for index in record.debts.indices { record.debts[index] += Double(costs[index]) }
            }
            return wait
        }
    }

    private func settled(_ record: Record, at time: Duration) -> Record {
        var record = record
        let minutes = (time - record.time) / .seconds(60)
        for (index, allowance) in allowances.enumerated() {
            record.debts[index] = max(0, record.debts[index] - minutes * Double(allowance.perMinute))
        }
        record.time = time
        return record
    }
}
