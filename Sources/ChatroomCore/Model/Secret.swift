/// 32 random bytes that only their owner and the server know; what they are good for is part of the type.
///
/// Its description does not show it, so that it cannot slip into a log.
public struct Secret<Purpose>: Sendable, Hashable, CustomStringConvertible {
    /// How many bytes there are.
    public static var size: Int { 32 }

    /// The 32 bytes.
    public let bytes: [UInt8]

    /// Makes a new secret.
    public init<Random: RandomNumberGenerator>(using random: inout Random) {
        bytes = (0..<Self.size).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    }

    /// Takes the 32 bytes of a secret.
    ///
    /// - Returns: `nil` when there are not exactly 32.
    public init?(bytes: [UInt8]) {
        guard bytes.count == Self.size else { return nil }
        self.bytes = bytes
    }

    /// Nothing of the secret.
    public var description: String { "(secret)" }
}
