internal import ChatroomCore

/// How far a transfer is, as a line: `dump.sql  51%  32.2 of 62.9 MB  29.9 MB/s  0:01 left  [====>     ]`; pure.
struct TransferProgress {
    /// How often the line is worth showing.
    private static let period: Duration = .milliseconds(100)
    /// Over how long the speed is averaged.
    private static let memory: Duration = .seconds(3)
    /// From so many seconds on the time that is left says nothing.
    private static let longestWait = 3_600_000.0

    private let name: String
    private let size: Int64?
    private let start: ContinuousClock.Instant
    /// How many bytes were there before the start.
    private var before: Int64 = 0
    private var due: ContinuousClock.Instant
    private var samples: [(time: ContinuousClock.Instant, bytes: Int64)]

    /// Begins.
    ///
    /// - Parameters:
    ///   - name: What is transferred; whatever a stranger called it.
    ///   - size: Its size in bytes, if that is known.
    ///   - start: When it begins.
    init(name: String, size: Int64?, start: ContinuousClock.Instant) {
        self.name = TerminalText.line(name)
        self.size = size
        self.start = start
        due = start
        samples = [(start, 0)]
    }

    /// Notes that some bytes were there before.
    mutating func resume(at bytes: Int64) {
        before = bytes
        samples = [(start, bytes)]
    }

    /// Whether it is time for a line; then the next is due later.
    mutating func isDue(at time: ContinuousClock.Instant) -> Bool {
        guard time >= due else { return false }
        due = time + Self.period
        return true
    }

    /// The line at a moment.
    ///
    /// - Parameters:
    ///   - bytes: How many are there.
    ///   - time: The moment.
    ///   - columns: How wide the line may be.
    /// - Returns: The line, without a line feed.
    mutating func line(bytes: Int64, at time: ContinuousClock.Instant, columns: Int) -> String {
        samples.append((time, bytes))
        while samples.count > 2, samples[1].time < time - Self.memory { samples.removeFirst() }
        var parts = [amount(bytes)]
        if let speed = speed(at: time) {
            parts.append("\(ByteText.text(Self.whole(speed)))/s")
            if let left = timeLeft(bytes, at: speed) { parts.append("\(Self.clock(left)) left") }
        }
        var line = fitting(parts, columns: columns)
        let room = columns - Self.columns(of: line) - 4
        if let size, size > 0, room >= 10, parts.count == 3 {
            line += "  \(Self.bar(Double(bytes) / Double(size), columns: min(room, 24)))"
        }
        return line
    }

    /// The line at the end.
    ///
    /// - Parameters:
    ///   - bytes: How many there are.
    ///   - digest: What names them.
    ///   - time: The moment.
    /// - Returns: The line, without a line feed.
    func conclusion(bytes: Int64, digest: FileDigest, at time: ContinuousClock.Instant) -> String {
        let seconds = max((time - start) / .seconds(1), 0.001)
        let speed = ByteText.text(Self.whole(Double(bytes - before) / seconds))
        let digits = digest.description
        return "\(name)  100%  \(ByteText.text(bytes))  \(speed)/s  in \(DurationText.text(time - start))  "
            + "sha256 \(digits.prefix(4))...\(digits.suffix(4))"
    }

    /// How much of it is there, in a word.
    func share(of bytes: Int64) -> String { size.map { "\(Self.percent(bytes, of: $0))%" } ?? ByteText.text(bytes) }

    private func amount(_ bytes: Int64) -> String {
        guard let size else { return ByteText.text(bytes) }
        return "\(Self.percent(bytes, of: size))%  \(ByteText.text(bytes, of: size))"
    }

    private func speed(at time: ContinuousClock.Instant) -> Double? {
        guard let first = samples.first, let last = samples.last, last.time > first.time else { return nil }
        return Double(max(0, last.bytes - first.bytes)) / ((last.time - first.time) / .seconds(1))
    }

    /// The seconds that are left; `nil` when nobody can tell, or nobody will wait for so long.
    private func timeLeft(_ bytes: Int64, at speed: Double) -> Int64? {
        guard let size, speed >= 1 else { return nil }
        let seconds = max(0, Double(size) - Double(bytes)) / speed
        return seconds < Self.longestWait ? Int64(seconds) : nil
    }

    /// The whole part of a number, of any size.
    private static func whole(_ number: Double) -> Int64 { Int64(exactly: number.rounded(.down)) ?? .max }

    /// The name and as many parts as fit; the name is shortened, but not below a few columns.
    private func fitting(_ parts: [String], columns: Int) -> String {
        for count in stride(from: parts.count, through: 1, by: -1) {
            let rest = parts.prefix(count).joined(separator: "  ")
            let room = columns - rest.utf8.count - 2
            if Self.columns(of: name) <= room { return "\(name)  \(rest)" }
            if room >= 8, count == 1 || room >= 20 { return "\(Self.shortened(name, columns: room))  \(rest)" }
        }
        let rest = parts[0]
        return rest.utf8.count <= columns ? rest : String(rest.prefix(max(columns, 0)))
    }

    /// A name without its middle.
    private static func shortened(_ name: String, columns: Int) -> String {
        let head = taken(name, columns: (columns - 3 + 1) / 2)
        let tail = String(taken(String(name.reversed()), columns: (columns - 3) / 2).reversed())
        return "\(head)...\(tail)"
    }

    private static func taken(_ text: String, columns: Int) -> String {
        var left = columns
        return String(
            text.prefix { character in
                left -= DisplayWidth.columns(of: character)
                return left >= 0
            })
    }

    private static func columns(of text: String) -> Int { DisplayWidth.columns(of: text) }

    private static func percent(_ bytes: Int64, of size: Int64) -> Int64 {
        guard size > 0, bytes < size else { return 100 }
        // Whole numbers, for 0.29 times 100 is less than 29.
        let (scaled, isTooLarge) = bytes.multipliedReportingOverflow(by: 100)
        return isTooLarge ? bytes / (size / 100) : scaled / size
    }

    private static func bar(_ share: Double, columns: Int) -> String {
        let filled = max(0, min(Int(share * Double(columns)), columns))
        let head = filled < columns ? ">" : ""
        let rest = String(repeating: " ", count: max(0, columns - filled - head.count))
        return "[\(String(repeating: "=", count: filled))\(head)\(rest)]"
    }

    private static func clock(_ seconds: Int64) -> String {
        let (minutes, rest) = (seconds / 60, seconds % 60)
        let two: (Int64) -> String = { $0 < 10 ? "0\($0)" : "\($0)" }
        return minutes < 60 ? "\(minutes):\(two(rest))" : "\(minutes / 60):\(two(minutes % 60)):\(two(rest))"
    }
}
