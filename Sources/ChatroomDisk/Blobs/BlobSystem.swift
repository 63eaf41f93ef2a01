internal import ChatroomSystem
internal import Glibc

/// What the blob store asks of the machine and a test may answer in its place.
struct BlobSystem: Sendable {
    /// The time since some moment, which no change of the wall clock moves.
    var uptime: @Sendable () -> Duration
    /// Writes bytes at an offset of a file, as pwrite(2) does.
    var write: @Sendable (CInt, UnsafeRawBufferPointer, Int64) -> Int
    /// Makes a file or the names in a directory durable, as fsync(2) does.
    var flush: @Sendable (CInt) -> CInt

    /// The machine as it is, with a clock of one's choice.
    init(clock: some Clock<Duration> = ContinuousClock()) {
        let start = clock.now
        uptime = { start.duration(to: clock.now) }
        write = Descriptor.positionedWrite
        flush = Descriptor.systemFlush
    }
}
