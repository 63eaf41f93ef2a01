/// An instant as the server's wall clock gave it: milliseconds since 1970-01-01T00:00:00Z (POSIX time).
///
/// For display and for "since" only; the order of messages is their `seq`.
public struct Timestamp: Hashable, Sendable, Comparable {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    public let milliseconds: Int64

    /// Makes an instant from milliseconds since 1970-01-01T00:00:00Z.
    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// Orders instants, earlier first.
    public static func < (left: Timestamp, right: Timestamp) -> Bool { left.milliseconds < right.milliseconds }
}
