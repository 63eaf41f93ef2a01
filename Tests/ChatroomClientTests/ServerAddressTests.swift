import ChatroomClient
import ChatroomCore
import Testing

struct ServerAddressTests {
    @Test(arguments: [
        ("chat.example", "chat.example:8888", false), ("Chat.Example:1", "chat.example:1", false),
        ("localhost", "localhost:8888", true), ("127.0.0.1:65535", "127.0.0.1:65535", true),
        ("::1", "[::1]:8888", true), ("[::1]", "[::1]:8888", true), ("[2001:db8::1]:7", "[2001:db8::1]:7", false),
        ("unix:/run/chat/socket", "unix:/run/chat/socket", true),
        ("127.0.0.1.example.com", "127.0.0.1.example.com:8888", false),
    ])
    func isRead(text: String, written: String, isLocal: Bool) throws {
        let address = try ServerAddress(text)
        #expect(address.description == written)
        #expect(address.isLocal == isLocal)
        #expect(try ServerAddress(written) == address)
    }

    @Test(arguments: [
        "", ":", ":8888", "host:", "host:0", "host:65536", "host:-1", "host:http", "a b", "user@host", "host/path",
        "https://host", "host\u{7}", "hö.example", "unix:", "unix:" + String(repeating: "x", count: 108),
    ])
    func isRefused(text: String) {
        let error = #expect(throws: ChatError.self) { try ServerAddress(text) }
        #expect(error?.code == .usage)
    }
}
