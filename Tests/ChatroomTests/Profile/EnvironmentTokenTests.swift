import ChatroomCore
import Foundation
import Testing

@testable import Chatroom

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
