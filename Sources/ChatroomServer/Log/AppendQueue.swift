internal import ChatroomCore
internal import ChatroomStore

/// What waits to be stored, taken from all connections in turn, so that a pipe at full speed does not make a person
/// beside it wait.
///
/// Pure; the order within one connection is kept.
struct AppendQueue {
    /// Something to store, and who is told what came of it.
    struct Entry: Sendable {
        let write: Write
        let asker: Asker

        /// What it takes of a batch, in bytes.
        var size: Int {
            switch write {
            case .append(let message): message.body.utf8.count
            case .move: 0
            case .settle(let settlement): 64 * (settlement.done.count + settlement.failed.count)
            }
        }
    }

    /// Who waits for an outcome.
    enum Asker: Sendable {
        /// A request of the connection.
        case request(UInt64, Recipient = .present)
        /// The server itself.
        case server(CheckedContinuation<Result<Written, ChatError>, Never>)
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
    /// What all of it takes, in bytes.
    private(set) var bytes = 0

    /// Whether nothing waits.
    var isEmpty: Bool { turns.isEmpty }

    /// How many messages of a connection wait.
    func count(of connection: UInt64) -> Int { lanes[connection]?.entries.count ?? 0 }

    /// Whether a message of an account waits.
    func contains(_ id: MessageID, from account: Account.ID) -> Bool {
        lanes.values.contains { lane in
            lane.entries.contains { $0.write.appends(id, from: account) }
        }
    }

    /// Adds a message behind the others of its connection.
    mutating func append(_ entry: Entry, from connection: UInt64) {
        if lanes[connection] == nil { turns.append(connection) }
        lanes[connection, default: Lane()].entries.append(entry)
        bytes += entry.size
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
            size += next.size
            guard taken.isEmpty || size <= limit else { break }
            turns.removeFirst()
            lanes[connection]?.entries.removeFirst()
            if lanes[connection]?.entries.isEmpty ?? true {
                lanes[connection] = nil
            } else {
                turns.append(connection)
            }
            bytes -= next.size
            taken.append((connection, next))
        }
        return taken
    }
}

extension Write {
    /// Whether it appends a certain message of an account.
    func appends(_ id: MessageID, from account: Account.ID) -> Bool {
        guard case .append(let message) = self else { return false }
        return message.id == id && message.sender.id == account
    }
}
