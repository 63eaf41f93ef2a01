internal import ChatroomCore

/// Where a person sees how far a transfer is.
public struct TransferDisplay: Sendable {
    /// How much of it there is.
    public enum Room: Sendable {
        /// Nobody looks.
        case none
        /// A word.
        case word
        /// A line of so many columns.
        case line(Int)
    }

    /// How much room there is now.
    public let room: @Sendable () -> Room
    /// Shows how far a transfer is, in place of what was shown before; `nil` clears that.
    public let show: @Sendable (String?) -> Void
    /// Says what matters: that it goes on where it was, that the connection was lost.
    public let note: @Sendable (String) -> Void
    /// Says that it is done.
    public let conclude: @Sendable (String) -> Void

    /// Sets every part.
    public init(
        room: @escaping @Sendable () -> Room, show: @escaping @Sendable (String?) -> Void, note: @escaping @Sendable (String) -> Void, conclude: @escaping @Sendable (String) -> Void
    ) {
        (self.room, self.show, self.note, self.conclude) = (room, show, note, conclude)
    }

    /// The terminal that standard error is, if it is one.
    public static func terminal(_ diagnostics: Diagnostics) -> TransferDisplay {
        let output = OutputDescriptor.standardError
        return TransferDisplay(
            room: { output.isTerminal ? .line(output.columns ?? 80) : .none }, show: { diagnostics.progress($0) },
            note: { diagnostics.note($0) }, conclude: { diagnostics.aside($0) })
    }
}
