internal import ArgumentParser
internal import ChatroomCore
internal import NIOCore
internal import NIOPosix

/// Many subscribers of the lobby and one sender that keeps a window of messages undelivered.
struct Fanout: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "One sender, many subscribers in the lobby, a window of undelivered messages.")

    @Option(help: "The server, 127.0.0.1:PORT.")
    var server: String

    @Option(help: "A file with the token that every connection logs in with.")
    var tokenFile: String

    @Option(help: "The server's process id, for its CPU time and memory.")
    var pid: Int32

    @Option(help: "Subscribers.")
    var clients = 1000

    @Option(help: "Messages that may be undelivered to somebody at a time.")
    var window = 64

    @Option(help: "Bytes of each message's text.")
    var body = 128

    @Option(help: "Seconds that are measured, after one that is not.")
    var seconds = 5

    func run() async throws {
        guard let colon = server.lastIndex(of: ":"), let port = Int(server[server.index(after: colon)...]),
            clients > 0, (1...4096).contains(window), body >= 0, (1...600).contains(seconds)
        else { throw ValidationError("--server takes HOST:PORT; counts are positive and bounded") }
        let token = try Token.Secret(TextFile.firstLine(of: tokenFile))
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let channel = try BenchChannel(
            loop: group.any(), host: String(server[..<colon]), port: port, token: token)
        let measure = FanoutRun(channel: channel, settings: self)
        print(try await measure.run().line)
        try await group.shutdownGracefully()
    }
}
