import ChatroomSystem
import Foundation
import Synchronization
import Testing

@testable import ChatroomSystem

struct SignalWatchTests {
    /// Rings for signals without any, and notes what the watch did.
    private final class Scene: Sendable {
        let pipe: PipeEnds
        let told = Atomic(0)
        let forced = Atomic(0)

        init() throws { pipe = try #require(PipeEnds(isBlocking: false)) }

        func signal() {
            var byte: UInt8 = 15
            _ = write(pipe.writing, &byte, 1)
        }

        func watch() -> SignalWatch {
            let reading = pipe.reading
            return SignalWatch(reading) {
                var byte: UInt8 = 0
                return read(reading, &byte, 1) == 1 ? Int32(byte) : nil
            }
        }

        func run(_ watch: SignalWatch, patience: Duration) async {
            await watch.run(
                patience: patience, tell: { told.add(1, ordering: .relaxed) },
                force: { forced.add(1, ordering: .relaxed) })
        }
    }

    @Test func whatDoesNotEndInTimeIsEnded() async throws {
        let scene = try Scene()
        scene.signal()
        // Nobody stops it, so it ends by force or not at all.
        await scene.run(scene.watch(), patience: .milliseconds(100))
        #expect(scene.told.load(ordering: .relaxed) == 1 && scene.forced.load(ordering: .relaxed) == 1)
    }

    @Test func aSecondSignalEndsAtOnce() async throws {
        let scene = try Scene()
        scene.signal()
        scene.signal()
        await scene.run(scene.watch(), patience: .seconds(3600))
        #expect(scene.told.load(ordering: .relaxed) == 1 && scene.forced.load(ordering: .relaxed) == 1)
    }

    @Test func whatEndsInTimeIsLeftAlone() async throws {
        let scene = try Scene()
        let watch = scene.watch()
        watch.stop()
        scene.signal()
        await scene.run(watch, patience: .zero)
        #expect(scene.told.load(ordering: .relaxed) == 0 && scene.forced.load(ordering: .relaxed) == 0)
    }
}
