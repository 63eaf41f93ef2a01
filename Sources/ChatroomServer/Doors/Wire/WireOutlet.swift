internal import ChatroomWire
internal import NIOCore

/// Hands what the log writer stored to every event loop, on which it is encoded if anybody there follows it.
///
/// Only the log writer publishes, and each loop does what it is handed in order, so every follower sees the order of
/// the log.
struct WireOutlet: Outlet {
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

    func publish(_ runs: [Run]) {
        let runs = runs.map { EncodedRun($0, by: Self.encode) }
        for rooms in loops {
            rooms.eventLoop.execute { rooms.value.publish(runs) }
        }
    }

    /// The rooms of the loop that this is called on.
    func rooms(of loop: any EventLoop) -> LoopRooms {
        guard let rooms = loops.first(where: { $0.eventLoop === loop }) else {
            preconditionFailure("every connection runs on one of the outlet's loops")
        }
        return rooms.value
    }

    /// The event frames that every follower gets.
    @Sendable static func encode(_ run: Run) -> Frames {
        var frames = Frames()
        for message in run.messages {
            ServerFrame.event(.posted(run.conversation, message)).encode(into: &frames.bytes)
            frames.ends.append(frames.bytes.writerIndex)
        }
        return frames
    }
}
