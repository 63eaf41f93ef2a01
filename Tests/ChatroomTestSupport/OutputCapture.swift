internal import Foundation

/// Everything that a process writes to one descriptor, read by a thread of its own so that the process never waits.
final class OutputCapture: Sendable {
    struct State: Sendable {
        var bytes: [UInt8] = []
        /// How many marks came, of which nothing is among the bytes.
        var marks = 0
        var isAtEnd = false
    }

    let state = Watched(State())

    /// Begins to read.
    ///
    /// - Parameters:
    ///   - source: What is read.
    ///   - mark: What is counted and left out.
    init(reading source: Descriptor, without mark: [UInt8] = []) {
        let state = state
        Thread.detachNewThread {
            var filter = MarkFilter(mark)
            while true {
                let bytes = source.read()
                let (passed, marks) = filter.pass(bytes)
                state.update { state in
                    state.bytes += passed
                    state.marks += marks
                    state.isAtEnd = bytes.isEmpty
                }
                if bytes.isEmpty { return }
            }
        }
    }

    var bytes: [UInt8] { state.read { $0.bytes } }
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Waits for the n-th whole line that is as wanted; `nil` when the output ended or the time was over before.
    func line(
        occurrence: Int, within limit: Duration, where isWanted: @Sendable (String) -> Bool
    ) async -> String? {
        let end = ContinuousClock.now + limit * Deadline.patience
        var position = 0
        var found = 0
        while true {
            let (lines, isAtEnd, count) = state.read { state in
                var lines: [String] = []
                let start = position
                if let last = state.bytes[start...].lastIndex(of: UInt8(ascii: "\n")) {
                    let whole = state.bytes[start..<last].split(
                        separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
                    lines = whole.map { String(decoding: $0, as: UTF8.self) }
                    position = last + 1
                }
                return (lines, state.isAtEnd, state.bytes.count)
            }
            for line in lines where isWanted(line) {
                found += 1
                if found == occurrence { return line }
            }
            let left = (end - ContinuousClock.now) / Deadline.patience
            guard !isAtEnd, left > .zero,
                await state.wait(within: left, until: { $0.isAtEnd || $0.bytes.count > count })
            else { return nil }
        }
    }
}
