internal import ChatroomCore
internal import NIOCore

/// Hands what the log writer stored to every event loop.
///
/// Only the log writer publishes, and each loop does what it is handed in order, so every follower sees the order of
/// the log.
struct Hub: Sendable {
    private let loops: [NIOLoopBound<LoopRooms>]

    /// Sets up the rooms of each loop; for use off the loops.
    init(group: any EventLoopGroup) async throws {
        var loops: [NIOLoopBound<LoopRooms>] = []
        for loop in group.makeIterator() {
            loops.append(
                try await loop.submit { NIOLoopBound(LoopRooms(loop: loop), eventLoop: loop) }.get())
        }
        self.loops = loops
    }

    /// Delivers runs, which must come in the order in which they were stored.
    func publish(_ runs: [EncodedRun]) {
        for rooms in loops {
            rooms.eventLoop.execute { rooms.value.publish(runs) }
        }
    }

    /// The rooms of the loop that this is called on.
    func rooms(of loop: any EventLoop) -> LoopRooms {
        guard let rooms = loops.first(where: { $0.eventLoop === loop }) else {
            preconditionFailure("every connection runs on one of the hub's loops")
        }
        return rooms.value
    }
}
