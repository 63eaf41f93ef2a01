import ChatroomCore
import Testing

@testable import Chatroom

struct RenderingSpeedTests {
    /// The bound is for a debug build on a busy machine; a release build is some thirty times faster.
    @Test(arguments: [MessageFormat.plain, .json])
    func aLongHistoryIsRenderedInNoTime(format: MessageFormat) {
        var renderer = MessageRenderer(format, on: .init(zone: .utc))
        var buffer: [UInt8] = []
        let message = Message.sample("build 812 is green, and this is a text of an ordinary length, more or less")
        let elapsed = ContinuousClock().measure {
            for _ in 0..<10_000 {
                renderer.append(message, in: .ops, to: &buffer)
                if buffer.count > 1 << 16 { buffer.removeAll(keepingCapacity: true) }
            }
        }
        #expect(elapsed < .seconds(5))
    }
}
