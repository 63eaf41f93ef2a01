internal import ChatroomCore

/// Which files became whole a moment ago, so that nobody can have written down yet that they are needed.
struct RecentBlobs: Sendable {
    /// How long a moment is.
    static let span = Duration.seconds(600)

    private var times: [FileDigest: Duration] = [:]
    /// At how many the old ones are dropped; at twice what stayed, so that it costs little for each.
    private var threshold = 1024

    /// Notes that a file became whole.
    mutating func note(_ digest: FileDigest, at time: Duration) {
        times[digest] = time
        guard times.count >= threshold else { return }
        times = times.filter { time - $0.value < Self.span }
        threshold = max(1024, 2 * times.count)
    }

    /// Whether a file became whole a moment before a time.
    func contains(_ digest: FileDigest, at time: Duration) -> Bool {
        times[digest].map { time - $0 < Self.span } ?? false
    }
}
