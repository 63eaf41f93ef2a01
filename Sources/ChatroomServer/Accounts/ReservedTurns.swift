/// Deals checks of passwords to logins that the throttle has refused, from places where the account has logged in
/// before, so that nobody who guesses beside its owner shuts the owner out.
///
/// Pure; time is an argument as for ``LoginThrottle``. Who is refused waits for a round, however it is decided meanwhile;
/// within it the place deals ``perRound`` turns. One goes to whoever waits longest, the next to the account whose turn is
/// longest ago, and so on, so that many names do not fill the line. A wrong password keeps its connection to the end of the
/// round, so beside few guessing connections there are turns to spare for the owner; beside many the owner has as good a
/// chance as each of them. An account has ``burst`` turns at a place and one more each ``grant``; that of a right password is given
/// back.
struct ReservedTurns {
    /// How many turns a place deals in a round.
    static let perRound = 15
    /// How many checks an account may have at a place beyond those that are granted: a day's.
    static let burst = 1440
    /// How long it takes until it is granted one more.
    static let grant: Duration = .seconds(60)
    /// How many accounts at places are remembered.
    static let capacity = 4096

    /// A login that waits for its turn.
    struct Ticket: Sendable {
        fileprivate let number: UInt64
        fileprivate let pair: Pair
        fileprivate let isThere: @Sendable () -> Bool
    }

    /// An account at a place.
    fileprivate struct Pair: Hashable, Sendable {
        let place: String
        let account: String
    }

    private struct Line {
        /// Oldest first.
        var waiting: [Ticket] = []
        var lastTurn: Duration
        /// Whether the next turn is the longest waiting one's.
        var isByAge = true
    }

    private struct Debt {
        var amount = 0.0
        var last: Duration
        var lastTurn: Duration

        func left(at time: Duration) -> Double { max(0, amount - (time - last) / ReservedTurns.grant) }
    }

    /// How long a round is.
    let round: Duration
    /// The time between two turns at a place.
    var spacing: Duration { round / Self.perRound }
    private var lines: [String: Line] = [:]
    private var dealt: Set<UInt64> = []
    private var debts: [Pair: Debt] = [:]
    private var lastNumber: UInt64 = 0

    /// Makes turns of rounds of a length, which is more than nothing.
    init(round: Duration) { self.round = max(round, .milliseconds(1)) }

    /// Lets a login wait; it is told by ``takeTurn(_:at:)`` when its turn has come, or leaves.
    ///
    /// - Parameters:
    ///   - place: Where it comes from.
    ///   - account: Whose it would be.
    ///   - time: When it comes.
    ///   - isThere: Whether its peer is still connected; one that is gone has no turn.
    /// - Returns: What it is known by.
    mutating func join(
        place: String, account: String, at time: Duration, isThere: @escaping @Sendable () -> Bool
    ) -> Ticket {
        lastNumber += 1
        let ticket = Ticket(number: lastNumber, pair: Pair(place: place, account: account), isThere: isThere)
        if lines.count >= Self.capacity {
            let spacing = spacing
            lines = lines.filter { !$0.value.waiting.isEmpty || time - $0.value.lastTurn < spacing }
        }
        let fresh = Line(lastTurn: time - spacing)
        lines[place, default: fresh].waiting.append(ticket)
        return ticket
    }

    /// Whether a login's turn has come; whoever asks deals the turn that is due.
    mutating func takeTurn(_ ticket: Ticket, at time: Duration) -> Bool {
        deal(at: ticket.pair.place, time)
        return dealt.remove(ticket.number) != nil
    }

    /// Lets a login wait no more; a turn that it did not take is nobody's, and costs nothing.
    mutating func leave(_ ticket: Ticket, at time: Duration) {
        lines[ticket.pair.place]?.waiting.removeAll { $0.number == ticket.number }
        if dealt.remove(ticket.number) != nil { giveBack(ticket, at: time) }
    }

    /// Gives back the turn of a login whose password was right, or was not looked at.
    mutating func giveBack(_ ticket: Ticket, at time: Duration) {
        guard let debt = debts[ticket.pair] else { return }
        debts[ticket.pair] = Debt(amount: max(0, debt.left(at: time) - 1), last: time, lastTurn: debt.lastTurn)
    }

    private mutating func deal(at place: String, _ time: Duration) {
        guard var line = lines[place], time - line.lastTurn >= spacing else { return }
        let present = line.waiting.filter { $0.isThere() && hasTurns($0.pair, at: time) }
        guard let next = line.isByAge ? present.first : present.min(by: { lastTurn($0) < lastTurn($1) }) else { return }
        line.waiting.removeAll { $0.number == next.number }
        line.lastTurn = time
        line.isByAge.toggle()
        lines[place] = line
        dealt.insert(next.number)
        charge(next.pair, at: time)
    }

    private func lastTurn(_ ticket: Ticket) -> Duration { debts[ticket.pair]?.lastTurn ?? .seconds(-1) }

    private func hasTurns(_ pair: Pair, at time: Duration) -> Bool {
        (debts[pair]?.left(at: time) ?? 0) + 1 <= Double(Self.burst) + 1e-5
    }

    private mutating func charge(_ pair: Pair, at time: Duration) {
        if debts[pair] == nil, debts.count >= Self.capacity {
            // Who was dealt least is forgotten first, so that many names do not make forget one that is guessed at.
            let least = debts.min { $0.value.left(at: time) < $1.value.left(at: time) }
            if let least { debts[least.key] = nil }
        }
        debts[pair] = Debt(amount: (debts[pair]?.left(at: time) ?? 0) + 1, last: time, lastTurn: time)
    }
}
