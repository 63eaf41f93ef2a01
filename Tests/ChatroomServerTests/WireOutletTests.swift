import ChatroomCore
import NIOCore
import NIOEmbedded
import Synchronization
import Testing

@testable import ChatroomServer

/// How often a run is encoded: once for all who follow it, never for nobody.
struct WireOutletTests {
    private final class Counter: Sendable {
        let encoded = Mutex(0)

        @Sendable func encode(_ run: Run) -> Frames {
            encoded.withLock { $0 += 1 }
            return WireOutlet.encode(run)
        }
    }

    @Test(arguments: 0...3)
    func aRunIsEncodedOnceForAllLoopsWhereSomebodyFollowsAndNeverForNobody(followed: Int) throws {
        let loops = (0..<3).map { _ in EmbeddedEventLoop() }
        let rooms = loops.map { LoopRooms(loop: $0) }
        let peers = try (0..<followed).map { index in
            let peer = try Follower(rooms[index], loops[index])
            try peer.follow(after: 0)
            _ = peer.caughtUp(nil, after: 0)
            try peer.collect()
            return peer
        }
        let counter = Counter()
        let run = EncodedRun(Sample.run(1...5).run, by: counter.encode)
        for (rooms, loop) in zip(rooms, loops) {
            rooms.publish([run])
            loop.run()
        }
        #expect(counter.encoded.withLock { $0 } == min(followed, 1))
        for peer in peers { #expect(try peer.collect() == Array(1...5)) }
    }
}
