/// What a device shows with a password: that it logged in to the account before.
///
/// It opens nothing by itself. A server that knows it does not count others' wrong passwords against the device. Opaque to
/// clients; its description does not show it.
public struct LoginProof: Sendable, Equatable, CustomStringConvertible {
    /// The bytes, 1 to 64.
    public let bytes: [UInt8]

    /// Takes the bytes of a proof.
    ///
    /// - Returns: `nil` when there are none, or more than 64.
    public init?(bytes: [UInt8]) {
        guard (1...64).contains(bytes.count) else { return nil }
        self.bytes = bytes
    }

    /// Makes a proof of a token that still holds.
    public init(_ token: Token.Secret) { bytes = token.bytes }

    /// Reads two hexadecimal digits a byte.
    ///
    /// - Returns: `nil` when the text is no such thing.
    public init?(_ text: String) {
        guard let bytes = Hexadecimal.bytes(text) else { return nil }
        self.init(bytes: bytes)
    }

    /// Two hexadecimal digits a byte.
    public var text: String { Hexadecimal.text(bytes) }

    /// Nothing of the proof.
    public var description: String { "(proof)" }
}
