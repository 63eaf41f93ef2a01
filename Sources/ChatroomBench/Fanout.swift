internal import ArgumentParser
internal import ChatroomCore
internal import NIOCore
internal import NIOPosix

/// Many subscribers of the lobby and one sender that keeps a window of messages undelivered.
struct Fanout: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "One sender, many subscribers in the lobby, a window of undelivered messages.")

    @Option(help: "The server, HOST:PORT.")
    var server: String?

    @Option(help: "The server's local socket, without TLS, instead of --server.")
    var unix: String?

    @Option(help: "A file with the token that every connection logs in with, 64 hexadecimal digits.")
    var tokenFile: String

    @Option(help: "The server's process id, for its CPU time and memory.")
    var pid: Int32

    @Option(help: "Subscribers, 1 to 100000.")
    var clients = 1000

    @Option(help: "Messages that may be undelivered to somebody at a time, 1 to 4096.")
    var window = 64

    @Option(help: "Bytes of each message's text, 1 to 65536.")
    var body = 128

    @Option(help: "Seconds that are measured, 1 to 600, after one that is not.")
    var seconds = 5

    @Option(help: "Event loops of this program; only 1, so that its connections share their state without locks.")
    var loops = 1

    func validate() throws {
        _ = try address
        try Self.check("--clients", clients, 1...100_000)
        try Self.check("--window", window, 1...4096)
        try Self.check("--body", body, 1...65536)
        try Self.check("--seconds", seconds, 1...600)
        guard loops == 1 else { throw ValidationError("--loops takes 1 only") }
    }

    func run() async throws {
        let token = try Token.Secret(TextFile.firstLine(of: tokenFile))
        // The event loop, the standard streams and /proc take a few.
        try FileLimit.raise(toHold: clients + 32)
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let result: Result<BenchReport, any Error>
        do {
            let channel = try BenchChannel(loop: group.any(), address: try address)
            result = .success(try await FanoutRun(channel: channel, token: token, settings: self).run())
        } catch {
            result = .failure(error)
        }
        // After a failure the connections that are left are closed here.
        try await group.shutdownGracefully()
        print(try result.get().line)
    }

    private var address: BenchChannel.Address {
        get throws { try BenchChannel.Address(server: server, unix: unix) }
    }

    private static func check(_ name: String, _ value: Int, _ range: ClosedRange<Int>) throws {
        guard range.contains(value) else {
            throw ValidationError("\(name) takes \(range.lowerBound) to \(range.upperBound)")
        }
    }
}
