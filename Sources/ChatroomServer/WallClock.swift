internal import ChatroomCore
internal import Glibc

/// The clock that stamps messages: the system's, unless a test sets another.
struct WallClock: Sendable {
    /// The time of day.
    let now: @Sendable () -> Timestamp

    /// The system's clock (clock_gettime(2), CLOCK_REALTIME).
    static let system = WallClock {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}
