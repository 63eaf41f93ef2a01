/// Finds what somebody who mistyped a word may have meant.
public enum Suggestion {
    /// The candidate that is closest to a word, if any is close enough to be worth naming.
    ///
    /// Closeness is the optimal string alignment distance: insertions, deletions, substitutions and swaps of
    /// neighbours. Up to 2 of them count as close, and fewer than half of the word's characters.
    ///
    /// - Parameters:
    ///   - word: What was typed.
    ///   - candidates: What would have been right.
    /// - Returns: The first of the closest candidates, or of those that a word of four or more characters begins; `nil`
    ///   when none is close.
    public static func nearest(to word: String, in candidates: [String]) -> String? {
        let typed = Array(word.asciiLowercased.utf8)
        if typed.count >= 4,
            let begun = candidates.first(where: { $0.asciiLowercased.utf8.starts(with: typed) })
        {
            return begun
        }
        var best: (candidate: String, distance: Int)?
        for candidate in candidates {
            let other = Array(candidate.asciiLowercased.utf8)
            guard abs(other.count - typed.count) <= 2 else { continue }
            let distance = distance(from: typed, to: other)
            if distance <= 2, distance * 2 < max(typed.count, 2), distance < best?.distance ?? .max {
                best = (candidate, distance)
            }
        }
        return best?.candidate
    }

    private static func distance(from left: [UInt8], to right: [UInt8]) -> Int {
        var beforeLast = [Int](repeating: 0, count: right.count + 1)
        var last = Array(0...right.count)
        for (row, byte) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                var cost = min(last[column + 1] + 1, current[column] + 1, last[column] + (byte == other ? 0 : 1))
                if row > 0, column > 0, byte == right[column - 1], left[row - 1] == other {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                current.append(cost)
            }
            (beforeLast, last) = (last, current)
        }
        return last[right.count]
    }
}
