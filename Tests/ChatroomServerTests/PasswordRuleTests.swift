import ChatroomCore
import Testing

@testable import ChatroomServer

struct PasswordRuleTests {
    @Test(arguments: [
        "violet tractor", "Tr0ub4dor&3x", "äöüßäöüß", "          a b c d", "hunter2hunter3", "日本語のパス",
        String(repeating: "abcd", count: 256),
    ])
    func isAccepted(password: String) throws {
        try PasswordRule.check(password, for: Sample.name("alice"))
    }

    @Test(arguments: [
        "", "short", "ninebytes", String(repeating: "abcd", count: 256) + "e", "aaaaaaaaaa", "abababababab",
        "password123", "PASSWORD2026!", "qwertyuiop", "1234567890", "alice123456", "ALICE!!!!!!!", "letmein1234",
        "correcthorsebatterystaple",
    ])
    func isRefused(password: String) {
        let error = #expect(throws: ChatError.self) { try PasswordRule.check(password, for: Sample.name("alice")) }
        #expect(error?.code == .invalid)
    }

    @Test func theRefusalDoesNotRepeatThePassword() {
        let error = #expect(throws: ChatError.self) {
            try PasswordRule.check("alice123456", for: Sample.name("alice"))
        }
        #expect(error?.description.contains("123456") == false)
    }
}
