/// Writes how long something takes, for people: `2.4 s`, `45 s`, `2 m 10 s`, `3 h 5 m`, `2 d 1 h`.
public enum DurationText {
    /// The duration in its two largest units; below 10 s with a tenth, rounded up so that "try again in" is never early.
    public static func text(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        let tenths = max(0, Double(seconds) * 10 + Double(attoseconds) / 1e17).rounded(.up)
        guard tenths >= 100 else {
            let whole = Int(tenths)
            return whole % 10 == 0 ? "\(whole / 10) s" : "\(whole / 10).\(whole % 10) s"
        }
        let total = seconds + (attoseconds > 0 ? 1 : 0)
        let units: [(length: Int64, letter: String)] = [(86400, "d"), (3600, "h"), (60, "m"), (1, "s")]
        let largest = units.firstIndex { total >= $0.length } ?? 3
        var rest = total
        var words: [String] = []
        for unit in units[largest...].prefix(2) where rest >= unit.length {
            words.append("\(rest / unit.length) \(unit.letter)")
            rest %= unit.length
        }
        return words.joined(separator: " ")
    }
}
