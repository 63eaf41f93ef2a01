/// A room or a direct conversation: one durable, ordered log of messages.
public enum Conversation {
    /// The number by which server and client name a conversation within frames.
    ///
    /// It is the same for every member, where a direct conversation's ``Target`` differs between its two ends.
    public struct ID: Hashable, Sendable, RawRepresentable, CustomStringConvertible {
        /// The number, above 0.
        public let rawValue: Int64
        /// Makes an id from its number.
        public init(rawValue: Int64) { self.rawValue = rawValue }
        /// The number in decimal.
        public var description: String { "\(rawValue)" }
    }
}
