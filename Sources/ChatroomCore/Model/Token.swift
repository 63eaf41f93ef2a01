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
}

extension Token {
    /// The 256 random bits that are the token itself; written as 64 hexadecimal digits.
    public typealias Secret = ChatroomCore.Secret<Token>
}

extension Secret where Purpose == Token {
    /// Reads 64 hexadecimal digits.
    ///
    /// - Throws: ``ChatError`` with code `invalid`; the error does not repeat the text.
    public init(_ text: String) throws(ChatError) {
        guard let secret = Hexadecimal.bytes(text).flatMap({ Self(bytes: $0) }) else {
            throw ChatError(.invalid, "a token has 64 hexadecimal digits")
        }
        self = secret
    }

    /// The 64 hexadecimal digits.
    public var text: String { Hexadecimal.text(bytes) }
}
