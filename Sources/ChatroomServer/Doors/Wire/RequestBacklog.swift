internal import ChatroomWire
internal import Synchronization

/// How many bytes of requests were read from a connection and wait for their turn, so that one that sends faster than
/// it can be served is read no further.
///
/// A request weighs what its frame does, whatever it asks for; requests are answered in the order in which they came.
final class RequestBacklog: Sendable {
    /// Up to how many bytes there may be for more to be read.
    static let limit = 2 * Frame.limit
    /// Up to how many bytes of each request are not counted; how many requests wait is bounded elsewhere.
    private static let uncounted = 1024

    private struct Waiting {
        var weights: ArraySlice<Int> = []
        var bytes = 0
    }

    private let waiting = Mutex(Waiting())

    /// Whether nothing more is to be read now.
    var isFull: Bool { waiting.withLock { $0.bytes } > Self.limit }

    /// Counts a request that was read.
    ///
    /// - Parameter bytes: The length of its frame.
    func add(_ bytes: Int) {
        let weight = max(0, bytes - Self.uncounted)
        waiting.withLock { waiting in
            waiting.weights.append(weight)
            waiting.bytes += weight
        }
    }

    /// Takes away the oldest request, which was answered.
    ///
    /// - Returns: Whether there is room again that was missing before.
    func removeFirst() -> Bool {
        waiting.withLock { waiting in
            guard let first = waiting.weights.popFirst() else { return false }
            waiting.bytes -= first
            return waiting.bytes + first > Self.limit && waiting.bytes <= Self.limit
        }
    }
}
