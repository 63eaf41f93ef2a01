import ChatroomCore
import Foundation
import Testing

@testable import ChatroomClient
@testable import ChatroomSystem

struct EnvironmentTokenTests {
    private let token = String(repeating: "0f", count: 32)

    @Test func aTokenComesFromTheVariableElseFromTheFile() async throws {
        try await ScratchFolder.with { folder in
            let other = String(repeating: "1e", count: 32)
            try "\(other)\n".write(toFile: "\(folder)/token", atomically: true, encoding: .utf8)
            let file = ["CHATROOM_TOKEN_FILE": "\(folder)/token"]
            let both = file.merging(["CHATROOM_TOKEN": token]) { $1 }
            #expect(try await EnvironmentToken.read(Environment([:])) == nil)
            #expect(try await EnvironmentToken.read(Environment(file))?.text == other)
            #expect(try await EnvironmentToken.read(Environment(both))?.text == token)
        }
    }

    @Test(arguments: ["%\r\n", "\u{feff}%\n", "% \n", " %\t\r\n", "\u{feff}%\r\n"])
    func whatAnEditorAddsIsNoPartOfAToken(template: String) async throws {
        try await ScratchFolder.with { folder in
            try template.replacing("%", with: token).write(
                toFile: "\(folder)/token", atomically: true, encoding: .utf8)
            let file = Environment(["CHATROOM_TOKEN_FILE": "\(folder)/token"])
            #expect(try await EnvironmentToken.read(file)?.text == token)
        }
        #expect(try await EnvironmentToken.read(Environment(["CHATROOM_TOKEN": "\(token)\n"]))?.text == token)
    }

    @Test(arguments: ["a b c \r\n", "\u{feff}a b c \n", "a b c "])
    func aPasswordKeepsItsSpaces(text: String) async throws {
        try await ScratchFolder.with { folder in
            try text.write(toFile: "\(folder)/password", atomically: true, encoding: .utf8)
            #expect(try await SecretInput().fromFile("\(folder)/password") == "a b c ")
        }
    }

    @Test func anErrorDoesNotRepeatTheSecret() async throws {
        let error = await #expect(throws: ChatError.self) {
            try await EnvironmentToken.read(Environment(["CHATROOM_TOKEN": "hunter2"]))
        }
        #expect(error?.code == .configuration)
        #expect(error.map { "\($0)".contains("hunter2") } == false)
    }

    @Test func aMissingFileIsNamed() async throws {
        let error = await #expect(throws: ChatError.self) {
            try await EnvironmentToken.read(Environment(["CHATROOM_TOKEN_FILE": "/not/there"]))
        }
        #expect(error == ChatError(.fileMissing, "/not/there: no such file"))
    }
}
