/// How much work one derivation of a password hash is (scrypt, RFC 7914).
public struct ScryptCost: Sendable, Hashable {
    /// The binary logarithm of the cost N; memory is 128 * blockSize * N bytes.
    public let logN: Int
    /// The block size r.
    public let blockSize: Int
    /// The parallelisation p, done one after the other here.
    public let parallelism: Int

    /// Makes a cost; `logN` is clamped to 10...20.
    public init(logN: Int, blockSize: Int = 8, parallelism: Int = 3) {
        self.logN = min(max(logN, 10), 20)
        self.blockSize = blockSize
        self.parallelism = parallelism
    }

    /// Whether a derivation takes at most 1 GiB and 16 passes over it, so that a damaged hash cannot exhaust the server.
    var isBearable: Bool {
        (1...16).contains(parallelism) && blockSize > 0 && blockSize <= (1 << 30) / 128 / (1 << logN)
    }

    /// N = 2^15, r = 8, p = 3: 32 MiB and about 0.2 s (OWASP Password Storage Cheat Sheet).
    public static let standard = ScryptCost(logN: 15)
}
