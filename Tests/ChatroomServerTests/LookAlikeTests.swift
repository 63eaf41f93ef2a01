import ChatroomClient
import ChatroomCore
import ChatroomTestSupport
import ChatroomWire
import Testing

@testable import ChatroomServer

/// No character that becomes one of ASCII by a change of case stands for it at the server.
@Suite(.timeLimit(.minutes(1)))
struct LookAlikeTests {
    @Test func nobodyLogsInOrRegistersByALookAlike() async throws {
        try await InProcessServer.with {
            $0.limits.failedLoginsPerConnection = 1000
        } _: { server in
            for name in ["kelvin", "sim"] { _ = try await server.register(name) }
            // A name that is none costs what a wrong password does, so only the two that fold to one letter.
            for sign in LookAlike.all where ["\u{212A}", "\u{17F}"].contains(sign.scalar) {
                for name in ["kelvin", "sim"] where name.contains(sign.letters) {
                    let text = name.replacing(sign.letters, with: "\(sign.scalar)")
                    let code = await code {
                        let credential = Login.Credential.password(
                            name: text, password: InProcessServer.password, label: "")
                        _ = try await server.client(at: server.socket).withConnection { try await $0.login(credential) }
                    }
                    #expect(code == .wrongCredentials)
                }
            }
        }
    }

    @Test(arguments: LookAlike.all) func noAddressHasIt(_ sign: LookAlike) {
        #expect(throws: ChatError.self) { try ListenAddress("\(sign.scalar)elvin.example:1") }
        #expect(throws: ChatError.self) { try ListenAddress("loca\(sign.scalar)host:1") }
        #expect(throws: ChatError.self) { try ServerAddress("\(sign.scalar)elvin.example") }
        #expect(throws: ChatError.self) { try ServerAddress("loca\(sign.scalar)host:1") }
    }

    @Test(arguments: ["127.٠.0.1:1", "127.0.0.１:1", "127.0.0.1 :1", "127.0.0.1@:1"])
    func noOtherDigitsMakeAnAddressOfThisMachine(text: String) {
        #expect(throws: ChatError.self) { try ListenAddress(text) }
    }

    @Test(arguments: LookAlike.all) func noLimitIsSetByIt(_ sign: LookAlike) {
        for name in Limits.names where name.contains(sign.letters) {
            var limits = Limits()
            let text = name.replacing(sign.letters, with: "\(sign.scalar)")
            #expect(throws: ChatError.self) { try limits.set("\(text)=7") }
        }
    }
}
