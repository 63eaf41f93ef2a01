/// What names the bytes of a file: their SHA-256 (FIPS 180-4).
public struct FileDigest: Hashable, Sendable, CustomStringConvertible {
    /// The 32 bytes.
    public let bytes: [UInt8]

    /// Takes the bytes of a digest.
    ///
    /// - Returns: `nil` when there are not exactly 32.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        self.bytes = Array(bytes)
    }

    /// 64 digits, as sha256sum(1) prints them.
    public var description: String { Hexadecimal.text(bytes) }
}
