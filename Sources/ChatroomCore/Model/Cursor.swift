/// A position in a conversation's log, written `ops:44`: everything up to and including that `seq` has been seen.
public struct Cursor: Hashable, Sendable, CustomStringConvertible {
    /// The conversation, as its reader addresses it.
    public let target: Target
    /// The last message seen; 0 before the first.
    public let seq: Message.Seq

    /// Makes a cursor.
    public init(target: Target, seq: Message.Seq) {
        self.target = target
        self.seq = seq
    }

    /// Reads `ops:44` or `@bob:44`.
    ///
    /// - Throws: ``ChatError`` with code `invalid`.
    public init(_ text: String) throws(ChatError) {
        guard let colon = text.lastIndex(of: ":"), let seq = Message.Seq(text[text.index(after: colon)...]), seq >= 0
        else { throw ChatError(.invalid, "'\(text)' is no cursor; one looks like ops:44") }
        self.init(target: try Target(String(text[..<colon])), seq: seq)
    }

    /// The cursor as `ops:44`.
    public var description: String { "\(target):\(seq)" }

    /// The name of a cursor that the server keeps for a user: 1 to 64 of `a-z A-Z 0-9 . _ -`.
    public struct Name: Hashable, Sendable, CustomStringConvertible {
        /// The name.
        public let text: String

        /// Reads a cursor's name.
        ///
        /// - Throws: ``ChatError`` with code `invalid`.
        public init(_ text: String) throws(ChatError) {
            let isAllowed = text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
            guard isAllowed, (1...64).contains(text.utf8.count) else {
                throw ChatError(.invalid, "a cursor name has 1 to 64 of letters a-z, digits and . _ -")
            }
            self.text = text
        }

        private init(known: String) { text = known }

        /// Up to where a user has read a conversation.
        public static let read = Name(known: "read")
        /// Up to where a client of a user has received a direct conversation.
        public static let delivered = Name(known: "delivered")

        /// The name.
        public var description: String { text }
    }
}
