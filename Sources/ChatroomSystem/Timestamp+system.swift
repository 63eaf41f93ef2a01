public import ChatroomCore
internal import Glibc

extension Timestamp {
    /// The time of day, by this machine's clock.
    @Sendable public static func ofSystem() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}
