public import ChatroomCore

/// What time it was when anything was last stored, by which a wall clock that is far ahead shows.
///
/// Every function throws ``ChatError`` as ``LogStore`` says.
public protocol TimeRecord: Sendable {
    /// What is known of the time that was.
    func lastTimes() async throws(ChatError) -> LastTimes

    /// Keeps durably what time it is.
    func noteTime(_ time: Timestamp) async throws(ChatError)
}

/// What a store knows of the time that was.
public struct LastTimes: Sendable, Hashable {
    /// The time that was noted last; `nil` before any was.
    public let noted: Timestamp?
    /// The newest time of a message, an account, a token, a room and a file; `nil` when there is none.
    public let stored: Timestamp?

    /// Makes a description.
    public init(noted: Timestamp?, stored: Timestamp?) {
        self.noted = noted
        self.stored = stored
    }

    /// The time that had surely come when the store was last used.
    ///
    /// - Parameter slack: How far what is stored may lie beyond what was noted; beyond that it was stamped by a clock
    ///   that was wrong, and tells nothing.
    /// - Returns: `nil` when nothing is stored.
    public func latest(slack: Duration) -> Timestamp? {
        guard let noted else { return stored }
        return max(noted, min(stored ?? noted, noted.advanced(by: slack)))
    }
}

extension Timestamp {
    /// The instant later by a duration, as far as there are instants.
    public func advanced(by duration: Duration) -> Timestamp {
        let (sum, isTooFar) = milliseconds.addingReportingOverflow(duration.wholeMilliseconds)
        guard isTooFar else { return Timestamp(milliseconds: sum) }
        return Timestamp(milliseconds: duration < .zero ? .min : .max)
    }
}
