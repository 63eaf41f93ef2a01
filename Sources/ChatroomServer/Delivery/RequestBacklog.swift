internal import ChatroomCore
internal import NIOCore
internal import Synchronization

/// How many bytes of requests were read from a connection and wait for their turn, so that one that sends faster than
/// it can be served is read no further.
final class RequestBacklog: Sendable {
    /// Up to how many bytes there may be for more to be read.
    static let limit = 2 * Frame.limit

    private let bytes = Atomic<Int>(0)

    /// Whether nothing more is to be read now.
    var isFull: Bool { bytes.load(ordering: .relaxed) > Self.limit }

    /// Counts a request that was read.
    func add(_ frame: ClientFrame) { bytes.add(Self.weight(frame), ordering: .relaxed) }

    /// Takes away a request that was answered.
    ///
    /// - Returns: Whether there is room again that was missing before.
    func remove(_ frame: ClientFrame) -> Bool {
        let change = bytes.subtract(Self.weight(frame), ordering: .relaxed)
        return change.oldValue > Self.limit && change.newValue <= Self.limit
    }

    /// The bytes that a request keeps in memory, small ones not counted: those that a user chooses freely.
    private static func weight(_ frame: ClientFrame) -> Int {
        guard let request = try? frame.request.get() else { return 0 }
        return switch request {
        case .putChunk(let chunk): chunk.bytes.readableBytes
        case .send(let message): message.body.utf8.count
        default: 0
        }
    }
}
