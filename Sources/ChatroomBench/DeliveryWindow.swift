/// Which messages every reader has; confined to one event loop.
///
/// Readers get messages in order, so a ring of counters as long as the window suffices.
final class DeliveryWindow {
    private let size: Int
    private let readers: Int
    private var counters: [Int]
    private var sendTimes: [ContinuousClock.Instant]
    private var sentCount = 0
    /// How many messages every reader has.
    private(set) var delivered = 0
    /// How long each took from being sent until every reader had it.
    private(set) var latencies: [Duration] = []
    /// Called when there is room again.
    var onRoom: () -> Void = {}

    init(size: Int, readers: Int) {
        self.size = size
        self.readers = readers
        counters = [Int](repeating: 0, count: size)
        sendTimes = [ContinuousClock.Instant](repeating: .now, count: size)
    }

    /// How many messages may be sent now.
    var room: Int { size - (sentCount - delivered) }

    /// Notes that a message was sent.
    func sent() {
        sendTimes[sentCount % size] = .now
        sentCount += 1
    }

    /// Notes that a reader got messages.
    func delivered(from first: Int, count: Int) {
        var slot = first % size
        for _ in 0..<count {
            counters[slot] += 1
            slot = slot + 1 == size ? 0 : slot + 1
        }
        let before = delivered
        while delivered < sentCount, counters[delivered % size] == readers {
            counters[delivered % size] = 0
            latencies.append(sendTimes[delivered % size].duration(to: .now))
            delivered += 1
        }
        if delivered > before { onRoom() }
    }
}
