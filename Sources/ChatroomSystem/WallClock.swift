internal import CTimex
public import ChatroomCore

/// What a machine knows of the time, which a test may say in its place.
public struct WallClock: Sendable {
    /// The time of day.
    public var now: @Sendable () -> Timestamp
    /// The time since some moment, which no change of the time of day moves.
    public var uptime: @Sendable () -> Duration
    /// Whether somebody else keeps this time of day right, as far as the machine knows.
    public var isKept: @Sendable (Timestamp) -> Bool

    /// Takes a clock of one's choice.
    public init(
        now: @escaping @Sendable () -> Timestamp, uptime: @escaping @Sendable () -> Duration,
        isKept: @escaping @Sendable (Timestamp) -> Bool
    ) {
        (self.now, self.uptime, self.isKept) = (now, uptime, isKept)
    }

    /// The system's clock.
    public static let system: WallClock = {
        let start = ContinuousClock.now
        return WallClock(
            now: Timestamp.ofSystem, uptime: { start.duration(to: .now) }, isKept: isKept)
    }()

    /// Whether the kernel's clock shows this time within two seconds and is known to be right (adjtimex(2)); whoever sets
    /// it by hand takes that back.
    private static func isKept(_ time: Timestamp) -> Bool {
        var seconds: Int64 = 0
        guard timex_synchronized(&seconds) == 1 else { return false }
        let (difference, isTooLarge) = (time.milliseconds / 1000).subtractingReportingOverflow(seconds)
        return !isTooLarge && difference.magnitude <= 2
    }
}
