import ChatroomTestSupport
import Testing

@testable import ChatroomServer

struct SecretBytesTests {
    private static let lengths = [1, 2, 7, 8, 15, 16, 31, 32, 33, 64]

    private func secret(_ length: Int, _ random: inout SeededRandom) -> [UInt8] {
        (0..<length).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    }

    @Test(arguments: lengths) func aSecretEqualsItself(length: Int) {
        var random = SeededRandom(seed: 11)
        for _ in 0..<100 {
            let secret = secret(length, &random)
            #expect(SecretBytes.areEqual(secret, Array(secret)))
        }
    }

    /// One bit of one byte is enough, wherever it is: 8 bits of every byte at every length.
    @Test(arguments: lengths) func oneBitMakesAnotherSecret(length: Int) {
        var random = SeededRandom(seed: 12)
        var equal: [Int] = []
        for _ in 0..<10 {
            let secret = secret(length, &random)
            for bit in 0..<8 * length {
                var other = secret
                other[bit / 8] ^= 1 << UInt8(bit % 8)
                if SecretBytes.areEqual(secret, other) || SecretBytes.areEqual(other, secret) { equal.append(bit) }
            }
        }
        #expect(equal.isEmpty)
    }

    @Test func noneOfThousandsOfGuessesIsTheSecret() {
        var random = SeededRandom(seed: 13)
        let secret = secret(32, &random)
        var hits = 0
        for _ in 0..<5_000 where SecretBytes.areEqual(secret, self.secret(32, &random)) { hits += 1 }
        // Guesses that end, or begin, as the secret does.
        for count in 0..<32 {
            let guess = self.secret(32, &random)
            if SecretBytes.areEqual(secret, Array(guess[count...] + secret[..<count])) { hits += 1 }
            if SecretBytes.areEqual(secret, Array(guess[..<(32 - count)] + secret[(32 - count)...])) { hits += 1 }
        }
        #expect(hits == 0)
    }

    @Test func whatIsShorterOrLongerIsAnotherSecret() {
        var random = SeededRandom(seed: 14)
        let secret = secret(32, &random)
        for count in 0..<32 { #expect(!SecretBytes.areEqual(secret, Array(secret[..<count]))) }
        for count in 1..<32 { #expect(!SecretBytes.areEqual(secret, Array(secret[count...]))) }
        for more in [[0], [255], secret] as [[UInt8]] { #expect(!SecretBytes.areEqual(secret, secret + more)) }
    }

    @Test func nothingIsNoSecret() { #expect(!SecretBytes.areEqual([], [])) }
}
