internal import ArgumentParser

/// The load generator for chatroom's own protocol; each scenario is a subcommand and prints one JSON line.
@main
struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chatroom-bench",
        abstract: "Measure a chatroom server that runs on this machine.",
        subcommands: [Fanout.self, Logs.self])
}
