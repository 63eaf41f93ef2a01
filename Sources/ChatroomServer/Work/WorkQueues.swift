internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomWire
internal import Logging

/// Hands messages to the connections that work under named cursors; the store knows who has what, and the doorbell rings
/// for who finds nothing.
struct WorkQueues: Sendable {
    /// How long a connection keeps its work of which the store hears nothing.
    private static let lease: Duration = .seconds(60)

    private let store: any WorkStore
    private let doorbell: Doorbell
    private let logger: Logger
    /// Another number each time the server starts.
    private let node: UInt64

    init(store: any WorkStore, doorbell: Doorbell, logger: Logger) {
        self.store = store
        self.doorbell = doorbell
        self.logger = logger
        node = UInt64.random(in: .min ... .max)
    }

    /// Hands messages to a connection; with none to hand out, the doorbell rings for it when there is one.
    func claim(_ claim: Claim, _ key: WorkKey, for connection: any Peer) async throws(ChatError) -> Claimed {
        // Before the store looks: what is stored after that rings.
        doorbell.wait(connection, for: key.conversation)
        let handout = try await store.take(
            key, from: WorkKey.Start(claim.start), atMost: claim.limit, for: holder(connection.id), lease: Self.lease)
        let work = handout.messages.map { Claimed.Work(message: $0, failures: handout.failures[$0.seq] ?? 0) }
        if !work.isEmpty { doorbell.stop(connection.id, for: key.conversation) }
        return Claimed(conversation: key.conversation, work: work, hasMore: !work.isEmpty)
    }

    /// Gives back what a connection that ended had; each of these messages was tried in vain once more.
    func release(_ connection: UInt64) async {
        doorbell.stop(connection)
        do {
            doorbell.ring(try await store.release(holder(connection)))
        } catch {
            logger.warning("work could not be given back", metadata: ["error": "\(error)"])
        }
    }

    private func holder(_ connection: UInt64) -> Holder { Holder(node: node, peer: connection) }
}

extension WorkKey.Start {
    fileprivate init(_ start: Claim.Start) {
        switch start {
        case .after(let seq): self = .after(seq)
        case .since(let time): self = .since(time)
        case .tail: self = .tail
        }
    }
}
