/// Deals checks of passwords to logins that the throttle has refused, from places where the account has logged in
/// before, so that nobody who guesses beside its owner shuts the owner out.
///
/// Pure; time is an argument as for ``LoginThrottle``. Time is cut into rounds. At the end of each, one login of those
/// that wait at a place is drawn: the account is the one whose turn is longest ago, the login any of its, with equal
/// chances. A guesser with so many connections has that many chances to the owner's one, but never all. An account has
/// ``burst`` draws at a place and one more each ``grant``, so guessing of one account goes no faster than that; the draw
/// of a right password is given back.
struct ReservedTurns {
    /// How many checks an account may have at a place at once.
    static let burst = 3
    /// How long it takes until it is granted one more.
    static let grant: Duration = .seconds(60)

    /// A login that waits for the end of a round.
    struct Ticket: Sendable {
        /// When the round ends.
        let drawing: Duration
        fileprivate let number: UInt64
        fileprivate let pair: Pair
        fileprivate let isThere: @Sendable () -> Bool
    }

    /// An account at a place.
    fileprivate struct Pair: Hashable, Sendable {
        let place: String
        let account: String
    }

    private struct Round: Hashable {
        let place: String
        let end: Duration
    }

    private struct Debt {
        var amount = 0.0
        var last: Duration
    }

    /// How long a round is.
    let period: Duration
    private var waiting: [Round: [Ticket]] = [:]
    private var winners: [Round: UInt64] = [:]
    private var debts: [Pair: Debt] = [:]
    private var lastNumber: UInt64 = 0

    /// Makes turns of rounds of a length, which is more than nothing.
    init(period: Duration) { self.period = max(period, .milliseconds(1)) }

    /// When the round ends that a time belongs to.
    ///
    /// In whole numbers, or a time on the edge of a round might be given the one that is over.
    func drawing(at time: Duration) -> Duration {
        Duration(attoseconds: (time.attoseconds / period.attoseconds + 1) * period.attoseconds)
    }

    /// Lets a login wait for the end of the round; each is drawn or not by ``draw(_:at:using:)``, or leaves.
    ///
    /// - Parameters:
    ///   - place: Where it comes from.
    ///   - account: Whose it would be.
    ///   - time: When it comes.
    ///   - isThere: Whether its peer is still connected; one that is gone is not drawn.
    /// - Returns: What it is drawn by.
    mutating func join(
        place: String, account: String, at time: Duration, isThere: @escaping @Sendable () -> Bool
    ) -> Ticket {
        lastNumber += 1
        let ticket = Ticket(
            drawing: drawing(at: time), number: lastNumber, pair: Pair(place: place, account: account),
            isThere: isThere)
        waiting[Round(place: place, end: ticket.drawing), default: []].append(ticket)
        return ticket
    }

    /// Whether a login was drawn; the first that asks after the end of a round makes the draw.
    mutating func draw(
        _ ticket: Ticket, at time: Duration, using random: inout some RandomNumberGenerator
    ) -> Bool {
        let round = Round(place: ticket.pair.place, end: ticket.drawing)
        if winners[round] == nil {
            let winner = winner(of: waiting[round] ?? [], at: time, using: &random)
            winners[round] = winner?.number ?? 0
            if let winner { charge(1, to: winner.pair, at: time) }
        }
        let isWinner = winners[round] == ticket.number
        leave(ticket)
        return isWinner
    }

    /// Lets a login wait no more.
    mutating func leave(_ ticket: Ticket) {
        let round = Round(place: ticket.pair.place, end: ticket.drawing)
        waiting[round]?.removeAll { $0.number == ticket.number }
        guard waiting[round]?.isEmpty ?? true else { return }
        waiting[round] = nil
        winners[round] = nil
    }

    /// Gives back the draw of a login whose password was right.
    mutating func giveBack(_ ticket: Ticket, at time: Duration) { charge(-1, to: ticket.pair, at: time) }

    private func winner(
        of tickets: [Ticket], at time: Duration, using random: inout some RandomNumberGenerator
    ) -> Ticket? {
        let present = Dictionary(grouping: tickets.filter { $0.isThere() }, by: \.pair)
            .filter { debt(of: $0.key, at: time) + 1 <= Double(Self.burst) + 1e-5 }
        let longest = present.keys.map { debts[$0]?.last ?? .seconds(-1) }.min()
        let pairs = present.keys.filter { (debts[$0]?.last ?? .seconds(-1)) == longest }
        return pairs.randomElement(using: &random).flatMap { present[$0]?.randomElement(using: &random) }
    }

    private func debt(of pair: Pair, at time: Duration) -> Double {
        debts[pair].map { max(0, $0.amount - (time - $0.last) / Self.grant) } ?? 0
    }

    private mutating func charge(_ amount: Double, to pair: Pair, at time: Duration) {
        // What is left of an account that was drawn is known after some minutes: nothing.
        if debts.count >= 1000 { debts = debts.filter { time - $0.value.last < Self.grant * Self.burst } }
        debts[pair] = Debt(amount: max(0, debt(of: pair, at: time) + amount), last: time)
    }
}
