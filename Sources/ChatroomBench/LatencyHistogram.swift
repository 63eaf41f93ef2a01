/// How often each latency occurred, to within 1.6 %, in little memory however many there are.
struct LatencyHistogram: Sendable {
    /// Buckets of one nanosecond below 64, and from there 64 to each power of two.
    private static let detail = 64
    private var counts = [Int](repeating: 0, count: detail * 58)
    private(set) var total = 0

    /// Adds one, in nanoseconds; a negative one counts as 0.
    mutating func add(_ nanoseconds: Int64) {
        let value = UInt64(max(0, nanoseconds))
        let shift = max(0, 57 - value.leadingZeroBitCount)
        counts[shift * Self.detail + Int(value >> shift)] += 1
        total += 1
    }

    /// The latency in microseconds that a part of all, 0 to 1, does not exceed; 0 when there are none.
    func microseconds(at part: Double) -> Double {
        let wanted = max(1, Int((part * Double(total)).rounded(.up)))
        var seen = 0
        for (bucket, count) in counts.enumerated() where count > 0 {
            seen += count
            guard seen >= wanted else { continue }
            let shift = max(0, bucket / Self.detail - 1)
            let value = Double(UInt64(bucket - shift * Self.detail) << shift)
            return (value + Double(UInt64(1) << shift) / 2) / 1000
        }
        return 0
    }
}
