/// Where a person sees how far a transfer is.
struct TransferDisplay: Sendable {
    /// How much of it there is.
    enum Room {
        /// Nobody looks.
        case none
        /// A word.
        case word
        /// A line of so many columns.
        case line(Int)
    }

    /// How much room there is now.
    let room: @Sendable () -> Room
    /// Shows how far a transfer is, in place of what was shown before; `nil` clears that.
    let show: @Sendable (String?) -> Void
    /// Says what matters: that it goes on where it was, that the connection was lost.
    let note: @Sendable (String) -> Void
    /// Says that it is done.
    let conclude: @Sendable (String) -> Void

    /// The terminal that standard error is, if it is one.
    static func terminal(_ diagnostics: Diagnostics) -> TransferDisplay {
        let output = OutputDescriptor.standardError
        return TransferDisplay(
            room: { output.isTerminal ? .line(output.columns ?? 80) : .none }, show: { diagnostics.progress($0) },
            note: { diagnostics.note($0) }, conclude: { diagnostics.aside($0) })
    }
}
