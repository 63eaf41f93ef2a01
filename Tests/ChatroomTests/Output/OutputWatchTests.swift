import ChatroomSystem
import Glibc
import Testing

@testable import ChatroomSystem
@testable import ChatroomTerminal

struct OutputWatchTests {
    @Test(.timeLimit(.minutes(1)))
    func aReaderThatLeavesEndsABodyThatWritesNothing() async throws {
        let pipe = try #require(PipeEnds())
        defer { close(pipe.writing) }
        close(pipe.reading)
        let watch = OutputWatch(
            output: OutputDescriptor(number: pipe.writing, name: "a pipe"), interval: .milliseconds(1))
        await #expect(throws: OutputEnd.closed) {
            try await watch.during { for await _ in AsyncStream<Void>.makeStream().stream {} }
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func aSocketWhoseOtherEndIsClosedCountsToo() async throws {
        var ends: [Int32] = [0, 0]
        try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
        defer { close(ends[0]) }
        close(ends[1])
        let watch = OutputWatch(output: OutputDescriptor(number: ends[0], name: "a socket"), interval: .milliseconds(1))
        await #expect(throws: OutputEnd.closed) {
            try await watch.during { for await _ in AsyncStream<Void>.makeStream().stream {} }
        }
    }

    @Test func aBodyThatEndsIsNotWaitedFor() async throws {
        let pipe = try #require(PipeEnds())
        defer {
            close(pipe.reading)
            close(pipe.writing)
        }
        try await OutputWatch(
            output: OutputDescriptor(number: pipe.writing, name: "a pipe"), interval: .seconds(3600)
        ).during {}
    }
}
