public import ChatroomCore

/// What a client does when the very first connection cannot be made.
public enum FirstContact: Sendable {
    /// It gives up.
    case once
    /// It tries again as after a loss, for so long; `nil` for ever.
    case patient(limit: Duration?)
}

/// A client was told to stop before the server had ever answered.
public struct Unreached: Error {
    /// Why there was no connection.
    public let reason: ChatError

    /// Makes one.
    public init(reason: ChatError) { self.reason = reason }
}
