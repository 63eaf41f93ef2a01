/// Who goes next when many wait for few places: kinds of work have shares, and within one the sources take turns.
///
/// Pure. Each kind has room of its own, so that no kind can fill another's, and one place at least is never taken by
/// registrations. When a kind has no room left, a source that has few waiting takes the place of one that has most.
struct TurnQueue<Ticket> {
    typealias Kind = PasswordWork

    /// What became of a ticket.
    enum Admission {
        case waits
        /// It waits, and this one waits no more.
        case displaces(Ticket)
        case refused
    }

    private struct Line {
        /// The sources of which something waits, in the order of their turns.
        var turns: [Source] = []
        var waiting: [Source: [Ticket]] = [:]
        var count = 0
        var running = 0
        /// What was paid for turns so far.
        var paid = 0
    }

    /// How many go at a time.
    let width: Int
    private var lines: [Kind: Line] = [:]
    /// What the last turn had been paid for with, which nobody that begins to wait is ahead of.
    private var level = 0

    /// Makes an empty queue for so many at a time, 1 or more.
    init(width: Int) { self.width = width }

    /// Lets a ticket wait.
    mutating func add(_ ticket: Ticket, _ kind: Kind, of source: Source) -> Admission {
        var line = lines[kind, default: Line()]
        defer { lines[kind] = line }
        let own = line.waiting[source]?.count ?? 0
        guard own < kind.roomPerSource else { return .refused }
        var displaced: Ticket?
        if line.count >= kind.room {
            guard let heaviest = line.waiting.max(by: { $0.value.count < $1.value.count }),
                heaviest.value.count > own + 1
            else { return .refused }
            displaced = line.waiting[heaviest.key]?.removeLast()
            line.count -= 1
        }
        if line.count == 0 { line.paid = max(line.paid, level) }
        if own == 0 { line.turns.append(source) }
        line.waiting[source, default: []].append(ticket)
        line.count += 1
        return displaced.map { .displaces($0) } ?? .waits
    }

    /// Takes the ticket that goes next; `nil` when no place is free for anybody who waits.
    ///
    /// - Returns: The ticket and what it is, for ``finish(_:)``.
    mutating func next() -> (ticket: Ticket, kind: Kind)? {
        guard lines.values.reduce(0, { $0 + $1.running }) < width else { return nil }
        let kinds = Kind.allCases.filter { kind in
            guard let line = lines[kind], line.count > 0 else { return false }
            return kind != .registration || line.running < max(1, width - 1)
        }
        guard let kind = kinds.min(by: { lines[$0, default: Line()].paid < lines[$1, default: Line()].paid }),
            var line = lines[kind], let source = line.turns.first, var tickets = line.waiting[source],
            !tickets.isEmpty
        else { return nil }
        line.turns.removeFirst()
        let ticket = tickets.removeFirst()
        if !tickets.isEmpty { line.turns.append(source) }
        line.waiting[source] = tickets.isEmpty ? nil : tickets
        line.count -= 1
        line.running += 1
        level = line.paid
        line.paid += kind.price
        lines[kind] = line
        return (ticket, kind)
    }

    /// Notes that what a ticket was for is done, so that its place is free.
    mutating func finish(_ kind: Kind) { lines[kind, default: Line()].running -= 1 }
}

/// What passwords are hashed for.
enum PasswordWork: CaseIterable {
    /// A login from where somebody has logged in before.
    case familiarLogin
    /// A login from anywhere else.
    case login
    /// A registration.
    case registration

    /// How many may wait.
    var room: Int { self == .registration ? 32 : 64 }
    /// How many of one source may wait.
    var roomPerSource: Int { self == .registration ? 16 : 32 }
    /// What a turn costs: when all kinds wait, the shares are as 6 to 4 to 1.
    fileprivate var price: Int {
        switch self {
        case .familiarLogin: 2
        case .login: 3
        case .registration: 12
        }
    }
}
