internal import Foundation

/// Random numbers that a test can get again: the same seed gives the same numbers, everywhere.
///
/// The generator is SplitMix64 (Steele, Lea and Flood, 2014).
public struct SeededRandom: RandomNumberGenerator, Sendable {
    /// What the numbers follow from.
    public let seed: UInt64
    private var state: UInt64

    /// Makes a generator with a seed of the test's choice.
    public init(seed: UInt64) {
        self.seed = seed
        state = seed
    }

    /// Makes a generator with the seed in `CHATROOM_TEST_SEED`, or else one that differs each time, and prints it.
    ///
    /// - Parameter purpose: What the numbers are for, printed with the seed.
    public init(for purpose: String) {
        let given = ProcessInfo.processInfo.environment["CHATROOM_TEST_SEED"].flatMap { UInt64($0) }
        self.init(seed: given ?? UInt64.random(in: 0...UInt64(UInt32.max)))
        print("\(purpose): CHATROOM_TEST_SEED=\(seed)")
    }

    /// The next 64 random bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Random bytes.
    public mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
    }
}
