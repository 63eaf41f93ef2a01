/// How many pieces of a file are under way at once: few where each takes long, so that none waits for its answer beyond
/// the limit of a request; more where they come back quickly, so that the line is never idle.
struct TransferWindow {
    /// The number of pieces, 2 to 16.
    private(set) var pieces = 2

    /// Learns how long was waited for an answer.
    mutating func note(_ wait: Duration) {
        if wait < .milliseconds(500) {
            pieces = min(pieces + 1, 16)
        } else if wait > .seconds(5) {
            pieces = 2
        }
    }
}
