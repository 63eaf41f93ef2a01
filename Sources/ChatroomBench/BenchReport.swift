internal import NIOCore

// It stands in a circle with what it reports: each run fills its own lines in.

/// The figures of one measurement, as one JSON line.
struct BenchReport: Sendable {
    let settings: Fanout
    /// How long connecting everyone took.
    let joined: Duration
    let before: FanoutReading
    let after: FanoutReading

    /// The line.
    var line: String {
        let seconds = Double((after.time - before.time).nanoseconds) / 1_000_000_000
        let operations = after.deliveries - before.deliveries
        let each = Double(max(1, operations))
        let (server, client) = (after.server - before.server, after.client - before.client)
        let others = max(0, after.machine - before.machine - server - client) / 1_000_000 / seconds
        let fields: [(String, String)] = [
            ("scenario", "\"fanout\""), ("clients", "\(settings.clients)"), ("window", "\(settings.window)"),
            ("body", "\(settings.body)"), ("seconds", rounded(seconds)), ("ops", "\(operations)"),
            ("ops_per_second", rounded(Double(operations) / seconds)),
            ("server_cpu_us_per_op", rounded(server / each)), ("client_cpu_us_per_op", rounded(client / each)),
            ("sent", "\(after.sent - before.sent)"),
            ("acknowledged_per_second", rounded(Double(after.acknowledged - before.acknowledged) / seconds)),
            ("p50_us", rounded(after.latencies.microseconds(at: 0.5))),
            ("p99_us", rounded(after.latencies.microseconds(at: 0.99))), ("others_cpus", rounded(others)),
            ("server_rss_kb", "\(after.server.residentKilobytes)"),
            ("join_seconds", rounded(joined / .seconds(1))),
        ]
        return "{" + fields.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
    }

    private func rounded(_ number: Double) -> String { "\((number * 1000).rounded() / 1000)" }
}
