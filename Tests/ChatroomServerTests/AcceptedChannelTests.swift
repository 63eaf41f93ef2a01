import ChatroomCore
import ChatroomWire
import NIOCore
import NIOEmbedded
import Testing

@testable import ChatroomServer

struct AcceptedChannelTests {
    /// As when the listener closes at the moment in which a connection comes.
    @Test(arguments: [true, false]) func aConnectionThatNobodyServesIsClosedAndEndsNothing(isActive: Bool) async {
        await #expect(processExitsWith: .success) { [isActive = isActive as Bool] in
            let channel = NIOAsyncTestingChannel()
            try await channel.testingEventLoop.executeInContext {
                let accepted = AcceptedChannel(
                    try NIOAsyncChannel<ClientFrame, ByteBuffer>(wrappingChannelSynchronously: channel))
                if !isActive { _ = consume accepted }
                channel.pipeline.fireChannelActive()
            }
            try await channel.closeFuture.get()
        }
    }

    @Test func aChannelIsTakenOnce() async throws {
        let channel = NIOAsyncTestingChannel()
        let accepted = try await channel.testingEventLoop.executeInContext {
            AcceptedChannel(try NIOAsyncChannel<ClientFrame, ByteBuffer>(wrappingChannelSynchronously: channel))
        }
        let taken = try #require(accepted.take())
        #expect(accepted.take() == nil)
        try await taken.executeThenClose { _, _ in }
    }
}
