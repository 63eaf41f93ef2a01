internal import NIOCore

/// Which messages every subscriber has, and how long that took; pure, messages are counted from 0.
///
/// It keeps how many subscribers stand at each position. A read moves one subscriber from one position to another,
/// whatever it brought, so the cost of a read does not depend on how many messages are in it.
struct DeliveryWindow {
    /// How many messages may be undelivered.
    let size: Int
    /// How many messages were sent.
    private(set) var sent = 0
    /// How many messages every subscriber has.
    private(set) var delivered = 0
    /// How many messages were received, by all subscribers together.
    private(set) var deliveries = 0
    /// From being sent until the last subscriber had it, of each message since the last ``forgetLatencies()``.
    private(set) var latencies = LatencyHistogram()
    private let mask: Int
    private var standing: [Int]
    private var sendTimes: [NIODeadline]

    /// Begins with all subscribers at position 0.
    init(size: Int, subscribers: Int) {
        self.size = size
        // Positions run from `delivered` to `sent`, one more than the window is large; a power of two makes it a mask.
        var places = 1
        while places <= size { places *= 2 }
        mask = places - 1
        standing = [Int](repeating: 0, count: places)
        standing[0] = subscribers
        sendTimes = [NIODeadline](repeating: .uptimeNanoseconds(0), count: places)
    }

    /// How many messages may be sent.
    var room: Int { size - (sent - delivered) }

    /// Notes that a message is sent; there must be ``room``.
    mutating func send(at time: NIODeadline) {
        sendTimes[sent & mask] = time
        sent += 1
    }

    /// Notes that a subscriber got messages.
    ///
    /// - Parameters:
    ///   - count: How many.
    ///   - position: How many it had before.
    ///   - time: When; asked for only when a message was the last subscriber's.
    /// - Returns: Whether it can be: `false` when it got more than was sent.
    mutating func receive(_ count: Int, from position: Int, at time: () -> NIODeadline) -> Bool {
        guard position + count <= sent else { return false }
        deliveries += count
        standing[position & mask] -= 1
        standing[(position + count) & mask] += 1
        guard position == delivered, standing[delivered & mask] == 0 else { return true }
        let now = time()
        while delivered < sent, standing[delivered & mask] == 0 {
            latencies.add((now - sendTimes[delivered & mask]).nanoseconds)
            delivered += 1
        }
        return true
    }

    /// Forgets the latencies, when what came before was to warm up.
    mutating func forgetLatencies() { latencies = LatencyHistogram() }
}
