internal import ChatroomCore
internal import FoundationEssentials

extension Timestamp {
    /// The time of day, by this machine's clock.
    @Sendable static func systemNow() -> Timestamp {
        Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    }
}
