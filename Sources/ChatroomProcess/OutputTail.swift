internal import Synchronization

/// Keeps the last lines of what a process writes to its two outputs, in the order in which they were completed.
///
/// It never holds more than a few kilobytes, whatever it is given. A line that is written over itself with carriage
/// returns, as progress is, counts as what it showed last.
public final class OutputTail: Sendable {
    /// Which output something came from; a line that one has begun is not broken by the other.
    public enum Source: Hashable, CaseIterable, Sendable {
        case output, error
    }

    /// A line that may not be complete yet.
    private struct Line {
        var bytes: [UInt8] = []
        /// Whether the next byte begins the line anew, unless it ends it.
        var isReturned = false

        mutating func append(_ byte: UInt8, limit: Int) {
            if byte == UInt8(ascii: "\r") {
                isReturned = true
                return
            }
            if isReturned { self = Line() }
            if bytes.count < limit { bytes.append(byte) }
        }
    }

    private struct State {
        var begun: [Source: Line] = [:]
        var lines: [Line] = []
    }

    private let count: Int
    private let lineLimit: Int
    private let state = Mutex(State())

    /// Makes an empty tail; with the default limits its text takes less than 4 KiB.
    ///
    /// - Parameters:
    ///   - count: How many lines are kept.
    ///   - lineLimit: The most bytes of a line; a longer one is cut and ends in `…`.
    init(count: Int = 10, lineLimit: Int = 400) {
        self.count = count
        self.lineLimit = lineLimit
    }

    /// Takes what was written next.
    public func append(_ bytes: [UInt8], from source: Source) {
        state.withLock { state in
            var line = state.begun[source] ?? Line()
            for byte in bytes {
                guard byte == UInt8(ascii: "\n") else {
                    // One byte more than is shown tells whether something is missing.
                    line.append(byte, limit: lineLimit + 1)
                    continue
                }
                state.lines.append(line)
                line = Line()
                if state.lines.count > 2 * count { state.lines.removeFirst(count) }
            }
            state.begun[source] = line
        }
    }

    /// The last lines, those begun among them, as valid UTF-8: what is none is replaced by U+FFFD.
    public var lines: [String] {
        let lines = state.withLock { state in
            state.lines + Source.allCases.compactMap { state.begun[$0] }.filter { !$0.bytes.isEmpty }
        }
        return lines.suffix(count).map { line in
            // What the limit cut in two, and would be no valid character, lies behind the cut.
            CommandText.cut(String(decoding: line.bytes, as: UTF8.self), limit: lineLimit)
        }
    }
}
