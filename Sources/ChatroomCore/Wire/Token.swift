/// What a login leaves behind so that the next one needs no password, as its owner sees it listed.
public struct Token: Sendable, Equatable {
    /// The number by which its owner names a token.
    public struct ID: Hashable, Sendable, RawRepresentable {
        /// The number, above 0.
        public let rawValue: Int64
        /// Makes an id from its number.
        public init(rawValue: Int64) { self.rawValue = rawValue }
    }

    /// The number to revoke it by.
    public let id: ID
    /// What it is for, as the client that made it said; hostile text.
    public let label: String
    /// When it was made.
    public let created: Timestamp
    /// When it was last used to log in.
    public let lastUsed: Timestamp
    /// Whether the session that asks uses it.
    public let isCurrent: Bool

    /// Makes a description of a token.
    public init(id: ID, label: String, created: Timestamp, lastUsed: Timestamp, isCurrent: Bool) {
        self.id = id
        self.label = label
        self.created = created
        self.lastUsed = lastUsed
        self.isCurrent = isCurrent
    }

    init(_ wire: PBTokens.Token) {
        self.init(
            id: ID(rawValue: wire.id), label: wire.label, created: Timestamp(milliseconds: wire.created),
            lastUsed: Timestamp(milliseconds: wire.lastUsed), isCurrent: wire.current)
    }

    var wire: PBTokens.Token {
        var wire = PBTokens.Token()
        wire.id = id.rawValue
        wire.label = label
        wire.created = created.milliseconds
        wire.lastUsed = lastUsed.milliseconds
        wire.current = isCurrent
        return wire
    }
}

extension Token {
    /// The 256 random bits that are the token itself; written as 64 hexadecimal digits.
    ///
    /// Its description does not show it, so that it cannot slip into a log.
    public struct Secret: Sendable, Equatable, CustomStringConvertible {
        /// The 32 bytes.
        public let bytes: [UInt8]

        /// Makes a new secret.
        public init<Random: RandomNumberGenerator>(using random: inout Random) {
            bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        }

        /// Takes the 32 bytes of a secret.
        ///
        /// - Returns: `nil` when there are not exactly 32.
        public init?(bytes: [UInt8]) {
            guard bytes.count == 32 else { return nil }
            self.bytes = bytes
        }

        /// Reads 64 hexadecimal digits.
        ///
        /// - Throws: ``ChatError`` with code `invalid`; the error does not repeat the text.
        public init(_ text: String) throws(ChatError) {
            let digits = text.compactMap(\.hexDigitValue)
            guard digits.count == 64, text.utf8.count == 64 else {
                throw ChatError(.invalid, "a token has 64 hexadecimal digits")
            }
            bytes = stride(from: 0, to: 64, by: 2).map { UInt8((digits[$0] << 4) | digits[$0 + 1]) }
        }

        /// The 64 hexadecimal digits.
        public var text: String {
            bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
        }

        /// Nothing of the secret.
        public var description: String { "(token)" }
    }
}
