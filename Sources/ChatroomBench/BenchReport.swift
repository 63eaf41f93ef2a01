/// The figures of one measurement, as one JSON line.
struct BenchReport: Sendable {
    let settings: Fanout
    let joined: Duration
    let took: Duration
    let messages: Int
    /// CPU time in microseconds.
    let server: Double
    let client: Double
    let memory: Int
    let latencies: [Duration]

    /// The line.
    var line: String {
        let operations = Double(messages * settings.clients)
        let sorted = latencies.sorted()
        func percentile(_ part: Double) -> Double {
            sorted.isEmpty ? 0 : milliseconds(sorted[min(sorted.count - 1, Int(Double(sorted.count) * part))])
        }
        let fields: [(String, Double)] = [
            ("clients", Double(settings.clients)), ("window", Double(settings.window)),
            ("body", Double(settings.body)), ("seconds", milliseconds(took) / 1000),
            ("join_seconds", milliseconds(joined) / 1000), ("messages", Double(messages)), ("ops", operations),
            ("ops_per_second", operations / (milliseconds(took) / 1000)),
            ("server_cpu_us_per_op", server / max(1, operations)),
            ("client_cpu_us_per_op", client / max(1, operations)), ("p50_ms", percentile(0.5)),
            ("p99_ms", percentile(0.99)), ("server_rss_kb", Double(memory)),
        ]
        let numbers = fields.map { "\"\($0)\":\(($1 * 1000).rounded() / 1000)" }
        return "{\"scenario\":\"fanout\",\(numbers.joined(separator: ","))}"
    }

    private func milliseconds(_ duration: Duration) -> Double { duration / .milliseconds(1) }
}
