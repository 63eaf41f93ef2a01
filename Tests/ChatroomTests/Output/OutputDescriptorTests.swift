import ChatroomCore
import ChatroomSystem
import Glibc
import Testing

@testable import ChatroomSystem
@testable import ChatroomTerminal

struct OutputDescriptorTests {
    @Test func aSlowReaderGetsEveryByte() async throws {
        ProcessSignals.ignorePipe()
        let pipe = try #require(PipeEnds())
        let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0) }
        async let received = TestReader(pipe.reading).readAll()
        try await Printer(OutputDescriptor(number: pipe.writing, name: "the test")).write(bytes)
        close(pipe.writing)
        #expect(await received == bytes)
    }

    @Test func aNonBlockingDescriptorIsWaitedFor() async throws {
        ProcessSignals.ignorePipe()
        let pipe = try #require(PipeEnds(isBlocking: false))
        _ = fcntl(pipe.reading, F_SETFL, 0)
        let bytes = [UInt8](repeating: 7, count: 500_000)
        async let received = TestReader(pipe.reading).readAll()
        try await Printer(OutputDescriptor(number: pipe.writing, name: "the test")).write(bytes)
        close(pipe.writing)
        #expect(await received == bytes)
    }

    @Test func aClosedPipeIsAnEndAndNoError() async throws {
        ProcessSignals.ignorePipe()
        let pipe = try #require(PipeEnds())
        close(pipe.reading)
        let printer = Printer(OutputDescriptor(number: pipe.writing, name: "the test"))
        await #expect(throws: OutputEnd.closed) { try await printer.line("hello") }
        close(pipe.writing)
    }

    @Test func aFullDiskIsAnErrorThatNamesTheStream() async throws {
        let full = open("/dev/full", O_WRONLY)
        defer { close(full) }
        let printer = Printer(OutputDescriptor(number: full, name: "standard output"))
        let error = await #expect(throws: ChatError.self) { try await printer.line("hello") }
        #expect(error?.code == .fileAccess)
        #expect(error?.message == "cannot write to standard output (no space left on device)")
    }

    @Test func linesComeOutInTheOrderInWhichTheyWerePrinted() async throws {
        let pipe = try #require(PipeEnds())
        let printer = Printer(OutputDescriptor(number: pipe.writing, name: "the test"))
        for number in 1...100 { try await printer.line("\(number)") }
        close(pipe.writing)
        let text = String(decoding: await TestReader(pipe.reading).readAll(), as: UTF8.self)
        #expect(text == (1...100).map { "\($0)\n" }.joined())
    }

    @Test func aPrinterThatWaitsForItsReaderDelaysNobody() async throws {
        ProcessSignals.ignorePipe()
        let pipe = try #require(PipeEnds())
        let stuck = Printer(OutputDescriptor(number: pipe.writing, name: "the test"))
        async let end = failure { try await stuck.write([UInt8](repeating: 0, count: 1 << 20)) }
        let others = try (0..<8).map { _ in try #require(PipeEnds()) }
        for other in others {
            try await Printer(OutputDescriptor(number: other.writing, name: "the test")).line("x")
            close(other.writing)
            close(other.reading)
        }
        close(pipe.reading)
        #expect(await end is OutputEnd)
        close(pipe.writing)
    }
}

/// Reads a pipe to its end on a thread of its own.
actor TestReader {
    private let descriptor: Int32
    private let thread = ThreadExecutor()

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    func readAll() -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 777)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            guard count > 0 else { break }
            bytes += chunk.prefix(count)
        }
        close(descriptor)
        return bytes
    }
}

enum ProcessSignals {
    /// What the program's start does before anything is written.
    static func ignorePipe() { signal(SIGPIPE, SIG_IGN) }
}
