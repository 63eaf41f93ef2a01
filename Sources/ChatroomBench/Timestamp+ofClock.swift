internal import ChatroomCore
internal import Glibc

extension Timestamp {
    /// The time of day, for the ids of messages.
    static var ofClock: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}
