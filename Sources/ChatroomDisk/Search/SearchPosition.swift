internal import ChatroomCore

/// The numbers of rows of a search index: the time in milliseconds, then 20 bits that tell messages of one time apart.
///
/// So the order of rows is the order of time, whenever they were indexed, and a bound on time is a bound on rows.
enum SearchPosition {
    private static let bits = 20
    /// 2248, the last time that fits; a later one is taken for this one.
    private static let lastTime: Int64 = (1 << 43) - 2

    /// The first position of a time.
    static func first(at time: Timestamp) -> Int64 { min(max(time.milliseconds, 0), lastTime) << bits }

    /// The last position of the time of a position.
    static func last(atTimeOf position: Int64) -> Int64 { position | ((1 << bits) - 1) }
}
