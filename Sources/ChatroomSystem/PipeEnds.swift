internal import Glibc

/// The two ends of a new pipe(7), neither of which a child process inherits.
public struct PipeEnds: Sendable {
    /// Where to read.
    public let reading: Int32
    /// Where to write.
    public let writing: Int32

    /// Makes a pipe.
    ///
    /// - Parameter isBlocking: Whether reading from it empty and writing into it full wait.
    public init?(isBlocking: Bool = true) {
        var ends: [Int32] = [-1, -1]
        // Not pipe2(2), which Swift's Glibc module does not offer.
        guard pipe(&ends) == 0 else { return nil }
        (reading, writing) = (ends[0], ends[1])
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            if !isBlocking { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
        }
    }
}
