import ChatroomCore
import Foundation
import Testing

@testable import ChatroomClient
@testable import ChatroomSystem

struct ProfileTests {
    private func write(_ text: String, profile: String, home: String) throws {
        let directory = "\(home)/.config/chatroom/profiles"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        try text.write(toFile: "\(directory)/\(profile)", atomically: true, encoding: .utf8)
    }

    @Test func flagsComeBeforeVariablesBeforeTheFileBeforeTheDefault() async throws {
        try await ScratchFolder.with { home in
            try write("# mine\n  server = file.example:1  \n", profile: "work", home: home)
            let bare = Environment(["HOME": home])
            let set = Environment(["HOME": home, "CHATROOM_PROFILE": "work", "CHATROOM_SERVER": "env.example:2"])
            let chosen = Environment(["HOME": home, "CHATROOM_PROFILE": "work"])
            for (profile, server, environment, expected) in [
                (nil, nil, bare, ("default", "localhost:8888")), (nil, nil, chosen, ("work", "file.example:1")),
                ("work", nil, bare, ("work", "file.example:1")), (nil, nil, set, ("work", "env.example:2")),
                ("other", "flag.example:3", set, ("other", "flag.example:3")),
                ("other", nil, chosen, ("other", "localhost:8888")),
            ] as [(String?, String?, Environment, (String, String))] {
                let resolved = try Profile(profile: profile, server: server, environment: environment)
                #expect(resolved.name.text == expected.0)
                #expect(resolved.server == expected.1)
            }
        }
    }

    @Test(arguments: ["", ".", "..", "../x", "a/b", "a b", ".hidden", String(repeating: "a", count: 65), "é"])
    func aNameThatIsNoFileIsRefused(name: String) {
        let error = #expect(throws: ChatError.self) { try ProfileName(name) }
        #expect(error?.code == .usage)
        #expect(error?.message.contains("'\(name)'") == true)
    }

    @Test(arguments: [
        ("server", "line 1, is no setting"), ("server =", "line 1, is no setting"),
        ("# x\n\n   # y\nsrever = a:1", "line 4, sets 'srever', which is unknown"), ("= a:1", "sets ''"),
    ])
    func aLineThatIsNoSettingIsNamed(text: String, message: String) {
        let error = #expect(throws: ChatError.self) { try ProfileSettings(parsing: text, file: "~/f") }
        #expect(error?.code == .configuration)
        #expect(error?.message.hasPrefix("~/f, ") == true)
        #expect(error?.message.contains(message) == true)
    }
}
