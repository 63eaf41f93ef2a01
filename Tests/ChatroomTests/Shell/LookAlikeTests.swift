import ChatroomCore
import ChatroomTestSupport
import Testing

@testable import ChatroomClient
@testable import ChatroomShell
@testable import ChatroomSystem

/// No character that becomes one of ASCII by a change of case stands for it in the program.
@Suite(.timeLimit(.minutes(1)))
struct LookAlikeTests {
    @Test(arguments: LookAlike.all) func nothingIsCompletedByIt(_ sign: LookAlike) throws {
        var source = try CompletionSource.sample()
        let name = "\(sign.letters)elvin"
        source.names.know([try UserName(name)])
        source.rooms = [name]
        for start in ["@", "/msg @", "/go @", "/go ", "/go #", "/", "/set "] {
            #expect(Completion.of("\(start)\(sign.scalar)", in: source).candidates.isEmpty, "\(start)")
        }
        #expect(!Completion.of("@\(sign.letters)", in: source).candidates.isEmpty)
        #expect(source.names.names(in: .lobby, startingWith: "\(sign.scalar)").isEmpty)
    }

    @Test(arguments: LookAlike.all) func noCommandOrSettingIsMeantByIt(_ sign: LookAlike) {
        for command in SlashCommand.all where command.name.contains(sign.letters) {
            let text = command.name.replacing(sign.letters, with: "\(sign.scalar)")
            guard case .command(let name, _) = ShellLine("/\(text)") else { continue }
            #expect(!SlashCommand.all.contains { $0.name == name })
        }
        for setting in ShellSettings.names where setting.contains(sign.letters) {
            var settings = ShellSettings()
            let text = setting.replacing(sign.letters, with: "\(sign.scalar)")
            #expect(throws: ChatError.self) { try settings.set(text, to: "on") }
        }
    }

    @Test(arguments: LookAlike.all) func noProfileHasIt(_ sign: LookAlike) {
        for text in ["\(sign.scalar)", "wor\(sign.scalar)", "\(sign.scalar)elvin"] {
            #expect(throws: ChatError.self) { try ProfileName(text) }
        }
    }

    /// Texts that Unicode takes for equal are two sockets, so each has its own login and its own key.
    @Test(arguments: [("unix:/srv/K", "unix:/srv/\u{212A}"), ("unix:/srv/\u{E9}", "unix:/srv/e\u{301}")])
    func aLoginIsForOneSocket(one: String, other: String) throws {
        let directory = try ScratchDirectory()
        let environment = Environment(["HOME": directory.path])
        let credentials = try Credentials(environment)
        let secret = try Token.Secret(String(repeating: "0a", count: 32))
        try credentials.add(StoredLogin(profile: "default", server: one, user: try UserName("bob"), token: secret))
        #expect(try credentials.find(profile: "default", server: other) == nil)
        #expect(try credentials.find(profile: "default", server: one) != nil)
        try credentials.add(StoredLogin(profile: "default", server: other, user: try UserName("eve"), token: secret))
        #expect(try credentials.all().count == 2)
        let known = try KnownServers(environment)
        try known.pin("SHA256:one", for: one)
        #expect(try known.fingerprint(of: other) == nil)
    }

    @Test func noCommandTakesTheKelvinSignInAName() async throws {
        try await Fixture.with { fixture in
            let kelvin = try await fixture.user("kelvin")
            let name = "\u{212A}elvin"
            for arguments in [
                ["send", "@\(name)", "x"], ["send", name, "x"], ["history", "@\(name)"],
                ["history", "lobby", "--from", name], ["room", "create", name], ["room", "invite", "lobby", name],
                ["listen", "lobby", "--from", name, "--until-idle", "1s"], ["who", "@\(name)"],
                ["send", "lobby", "--ask", "x", "--from", name],
            ] {
                let ended = try await kelvin.run(arguments)
                #expect(ended.exit != .code(0), "\(arguments)")
            }
            try await kelvin.run(["send", "lobby", "@\(name)"]).check()
            #expect(try await kelvin.run(["history", "lobby", "--json"]).check().lines.count == 1)
        }
    }
}
