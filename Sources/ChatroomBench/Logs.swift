internal import ArgumentParser
internal import ChatroomCore
internal import NIOCore
internal import NIOPosix

// The circle is of a command and its run, which has the options as they were given.

/// Fills many rooms and measures, at several sizes, what reading and searching them takes.
struct Logs: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Fill rooms and measure history, search and lists at several sizes; a line for each size.")

    @Option(help: "The server, HOST:PORT.")
    var server: String?

    @Option(help: "The server's local socket, without TLS, instead of --server.")
    var unix: String?

    @Option(help: "A file with a token to log in with, 64 hexadecimal digits.")
    var tokenFile: String

    @Option(help: "Rooms, 1 to 10000.")
    var rooms = 200

    @Option(help: "How many messages there are in all when it is measured; repeats, growing.")
    var size: [Int] = [10_000, 100_000, 1_000_000]

    @Option(help: "How often each thing is measured, 1 to 10000.")
    var samples = 200

    func validate() throws {
        _ = try BenchChannel.Address(server: server, unix: unix)
        guard (1...10_000).contains(rooms), (1...10_000).contains(samples), size.allSatisfy({ $0 > 0 }) else {
            throw ValidationError("--rooms and --samples take 1 to 10000, --size a number above 0")
        }
    }

    func run() async throws {
        let token = try Token.Secret(TextFile.firstLine(of: tokenFile))
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let outcome: Result<Void, any Error>
        do {
            let address = try BenchChannel.Address(server: server, unix: unix)
            let channel = try BenchChannel(loop: group.any(), address: address)
            outcome = .success(try await LogsRun(channel: channel, token: token, settings: self).run())
        } catch {
            outcome = .failure(error)
        }
        try await group.shutdownGracefully()
        try outcome.get()
    }
}
