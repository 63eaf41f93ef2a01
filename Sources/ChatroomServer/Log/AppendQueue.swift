internal import ChatroomCore
internal import ChatroomStore

/// The messages that wait to be stored, taken from all connections in turn, so that a pipe at full speed does not make
/// a person beside it wait.
///
/// Pure; the order within one connection is kept.
struct AppendQueue {
    /// A message, and the request that its outcome answers.
    struct Entry: Sendable {
        var message: NewMessage
        let request: UInt64
        var recipient = Recipient.present
        /// When the sender's right to write was looked at; see ``RightsEpoch``.
        var epoch: UInt64 = 0
    }

    /// Whether the one to whom a direct message goes is there to see it.
    enum Recipient: Sendable {
        case present, offline
    }

    /// What one connection has in the queue.
    private struct Lane {
        var entries: ArraySlice<Entry> = []
    }

    private var lanes: [UInt64: Lane] = [:]
    /// The connections with something in the queue, in the order of their turn.
    private var turns: ArraySlice<UInt64> = []
    /// The bytes of all bodies in the queue.
    private(set) var bytes = 0

    /// Whether nothing waits.
    var isEmpty: Bool { turns.isEmpty }

    /// How many messages of a connection wait.
    func count(of connection: UInt64) -> Int { lanes[connection]?.entries.count ?? 0 }

    /// Whether a message of an account waits.
    func contains(_ id: MessageID, from account: Account.ID) -> Bool {
        lanes.values.contains { lane in
            lane.entries.contains { $0.message.id == id && $0.message.sender.id == account }
        }
    }

    /// Adds a message behind the others of its connection.
    mutating func append(_ entry: Entry, from connection: UInt64) {
        if lanes[connection] == nil { turns.append(connection) }
        lanes[connection, default: Lane()].entries.append(entry)
        bytes += entry.message.body.utf8.count
    }

    /// Takes messages, one from each connection in turn.
    ///
    /// - Parameters:
    ///   - count: The most messages to take.
    ///   - limit: The most bytes of bodies to take, but for the first message.
    /// - Returns: The messages, and the connection that each came from.
    mutating func take(atMost count: Int, bytes limit: Int) -> [(connection: UInt64, entry: Entry)] {
        var taken: [(connection: UInt64, entry: Entry)] = []
        var size = 0
        while taken.count < count, let connection = turns.first, let next = lanes[connection]?.entries.first {
            size += next.message.body.utf8.count
            guard taken.isEmpty || size <= limit else { break }
            turns.removeFirst()
            lanes[connection]?.entries.removeFirst()
            if lanes[connection]?.entries.isEmpty ?? true {
                lanes[connection] = nil
            } else {
                turns.append(connection)
            }
            bytes -= next.message.body.utf8.count
            taken.append((connection, next))
        }
        return taken
    }
}
