import ChatroomCore
import Glibc
import Testing

@testable import ChatroomTerminal

struct RenderingSpeedTests {
    /// The bound, of the processor's time, is for a debug build; a release build is some thirty times faster.
    @Test(arguments: [MessageFormat.plain, .json])
    func aLongHistoryIsRenderedInNoTime(format: MessageFormat) {
        var renderer = MessageRenderer(format, on: .init(zone: .utc))
        var buffer: [UInt8] = []
        let message = Message.sample("build 812 is green, and this is a text of an ordinary length, more or less")
        let start = Self.processorTime
        for _ in 0..<10_000 {
            renderer.append(message, in: .ops, to: &buffer)
            if buffer.count > 1 << 16 { buffer.removeAll(keepingCapacity: true) }
        }
        #expect(Self.processorTime - start < .seconds(5))
    }

    /// What this thread has had of a processor.
    private static var processorTime: Duration {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
