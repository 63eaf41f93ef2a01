internal import ChatroomCore
internal import FoundationEssentials

/// The clock that stamps messages: the system's, unless a test sets another.
struct WallClock: Sendable {
    /// The time of day.
    let now: @Sendable () -> Timestamp

    /// The system's clock.
    static let system = WallClock { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }
}
