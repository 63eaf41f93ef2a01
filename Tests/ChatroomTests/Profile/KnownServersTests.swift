import ChatroomCore
import ChatroomSystem
import Testing

@testable import ChatroomClient
@testable import ChatroomSystem

struct KnownServersTests {
    @Test func aPinnedKeyIsFoundAndReplaced() async throws {
        try await ScratchFolder.with { folder in
            let servers = try KnownServers(Environment(["HOME": folder]))
            #expect(try servers.fingerprint(of: "h:1") == nil)
            try servers.pin("SHA256:one", for: "h:1")
            try servers.pin("SHA256:two", for: "[::1]:8888")
            try servers.pin("SHA256:three", for: "h:1")
            #expect(try servers.fingerprint(of: "h:1") == "SHA256:three")
            #expect(try servers.fingerprint(of: "[::1]:8888") == "SHA256:two")
            try servers.forget("h:1")
            #expect(try servers.fingerprint(of: "h:1") == nil)
            #expect(ScratchFolder.mode("\(folder)/.local/state/chatroom/known_servers") == 0o600)
        }
    }

    @Test func aKeyThatWasPinnedMeanwhileIsNotReplaced() async throws {
        try await ScratchFolder.with { folder in
            let servers = try KnownServers(Environment(["HOME": folder]))
            try servers.pin("SHA256:one", for: "h:1", replacing: nil)
            try servers.pin("SHA256:one", for: "h:1", replacing: nil)
            let error = #expect(throws: ChatError.self) { try servers.pin("SHA256:two", for: "h:1", replacing: nil) }
            #expect(error?.code == .keyChanged)
            #expect(try servers.fingerprint(of: "h:1") == "SHA256:one")
            try servers.pin("SHA256:two", for: "h:1", replacing: "SHA256:one")
            #expect(throws: ChatError.self) { try servers.pin("SHA256:three", for: "h:1", replacing: "SHA256:one") }
            #expect(try servers.fingerprint(of: "h:1") == "SHA256:two")
        }
    }

    @Test(arguments: [
        ("h 1", "SHA256:x"), ("", "SHA256:x"), ("h:1", "MD5:x"), ("h:1", "SHA256:x\nh:2 SHA256:y"), ("#h", "SHA256:x"),
        ("h:1", ""),
    ])
    func whatALineCannotHoldIsRefused(server: String, fingerprint: String) async throws {
        try await ScratchFolder.with { folder in
            let servers = try KnownServers(Environment(["HOME": folder]))
            let error = #expect(throws: ChatError.self) { try servers.pin(fingerprint, for: server) }
            #expect(error?.code == .invalid)
        }
    }

    @Test(arguments: ["h:1", "h:1 SHA256:x more", "h:1 x", "h:1  SHA256:x"])
    func aLineThatIsNoneIsNamed(line: String) async throws {
        try await ScratchFolder.with { folder in
            let environment = Environment(["HOME": folder])
            try PrivateFile("known_servers", in: try environment.stateDirectory, environment: environment)
                .write("ok:1 SHA256:x\n\(line)\n")
            let error = #expect(throws: ChatError.self) { try KnownServers(environment).fingerprint(of: "h:1") }
            #expect(error?.code == .configuration)
            #expect(error?.message.contains("known_servers, line 2,") == true)
        }
    }
}
