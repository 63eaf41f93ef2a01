import ChatroomCore
import ChatroomSystem
import Foundation
import Testing

@testable import ChatroomClient
@testable import ChatroomSystem

struct CredentialsTests {
    private func login(
        _ user: String = "alice", profile: String = "default", server: String = "localhost:8888", digit: String = "a"
    ) throws -> StoredLogin {
        StoredLogin(
            profile: profile, server: server, user: try UserName(user),
            token: try Token.Secret(String(repeating: digit, count: 64)))
    }

    @Test func aLoginIsFoundByProfileAndServer() async throws {
        try await ScratchFolder.with { folder in
            let credentials = try Credentials(Environment(["HOME": folder]))
            #expect(try credentials.find(profile: "default", server: "localhost:8888") == nil)
            try credentials.add(try login())
            try credentials.add(try login("bot", profile: "work", digit: "b"))
            try credentials.add(try login("carol", server: "chat.example:8888", digit: "c"))
            #expect(try credentials.find(profile: "work", server: "localhost:8888")?.user.text == "bot")
            #expect(try credentials.find(profile: "work", server: "chat.example:8888") == nil)
            #expect(try credentials.all().map(\.user.text) == ["alice", "bot", "carol"])
            #expect(ScratchFolder.mode("\(folder)/.local/state/chatroom/credentials") == 0o600)
        }
    }

    @Test func aLaterLoginTakesThePlaceOfTheEarlier() async throws {
        try await ScratchFolder.with { folder in
            let credentials = try Credentials(Environment(["HOME": folder]))
            try credentials.add(try login())
            try credentials.add(try login("bob", digit: "b"))
            #expect(try credentials.all() == [try login("bob", digit: "b")])
        }
    }

    @Test func aLoginIsForgotten() async throws {
        try await ScratchFolder.with { folder in
            let credentials = try Credentials(Environment(["HOME": folder]))
            try credentials.add(try login())
            #expect(try credentials.remove(profile: "default", server: "localhost:8888") == (try login()))
            #expect(try credentials.remove(profile: "default", server: "localhost:8888") == nil)
            #expect(try credentials.all().isEmpty)
        }
    }

    @Test(arguments: [
        "garbage", "default\tlocalhost:8888\talice", "default\tlocalhost:8888\talice\tshort",
        "default\tlocalhost:8888\ta b\t" + String(repeating: "a", count: 64), "a\tb\tc\td\te",
    ])
    func aLineThatIsNoneIsNamed(line: String) async throws {
        try await ScratchFolder.with { folder in
            let environment = Environment(["HOME": folder])
            let file = PrivateFile("credentials", in: try environment.stateDirectory, environment: environment)
            try file.write("# a comment\n\n\(line)\n")
            let credentials = try Credentials(environment)
            let error = #expect(throws: ChatError.self) { try credentials.all() }
            #expect(error?.code == .configuration)
            #expect(error?.message == "~/.local/state/chatroom/credentials, line 3, is not what chatroom wrote")
            #expect(throws: ChatError.self) { try credentials.add(try login()) }
        }
    }

    @Test(arguments: ["a\tb:1", "a\nb:1", ""])
    func aServerThatWouldBreakTheFileIsRefused(server: String) async throws {
        try await ScratchFolder.with { folder in
            let credentials = try Credentials(Environment(["HOME": folder]))
            let error = #expect(throws: ChatError.self) { try credentials.add(try login(server: server)) }
            #expect(error?.code == .invalid)
        }
    }
}
