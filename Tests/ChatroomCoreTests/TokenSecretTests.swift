import ChatroomCore
import Testing

@testable import ChatroomTestSupport

struct TokenSecretTests {
    @Test func textAndBytesGoThereAndBack() throws {
        var random = SeededRandom(seed: 7)
        for _ in 0..<100 {
            let secret = Token.Secret(using: &random)
            #expect(secret.bytes.count == 32)
            #expect(secret.text.utf8.count == 64)
            #expect(try Token.Secret(secret.text) == secret)
            #expect(try Token.Secret(secret.text.uppercased()) == secret)
            #expect(Token.Secret(bytes: secret.bytes) == secret)
        }
    }

    @Test func noTwoSecretsAreEqual() {
        var random = SystemRandomNumberGenerator()
        #expect(Set((0..<1000).map { _ in Token.Secret(using: &random).text }).count == 1000)
    }

    @Test func aSecretShowsNothingOfItself() {
        let secret = Sample.secret
        #expect("\(secret)" == "(secret)")
    }

    @Test(arguments: [
        "", "00", String(repeating: "0", count: 63), String(repeating: "0", count: 65),
        String(repeating: "g", count: 64),
        String(repeating: "０", count: 64), String(repeating: " ", count: 64), "0x" + String(repeating: "0", count: 62),
        String(repeating: "0", count: 62) + "é",
    ])
    func aMalformedTokenIsRefusedWithoutBeingRepeated(text: String) {
        let error = #expect(throws: ChatError.self) { try Token.Secret(text) }
        #expect(error?.code == .invalid)
        #expect(error?.message == "a token has 64 hexadecimal digits")
    }

    @Test(arguments: [0, 31, 33])
    func onlyThirtyTwoBytesAreASecret(count: Int) {
        #expect(Token.Secret(bytes: [UInt8](repeating: 1, count: count)) == nil)
    }
}
