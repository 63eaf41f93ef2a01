import ChatroomCore
import ChatroomServer
import Testing

struct ListenAddressTests {
    @Test(arguments: [
        ("127.0.0.1:8888", "127.0.0.1:8888", true), ("[::1]:0", "[::1]:0", true), (":8888", "[::]:8888", false),
        ("localhost:1", "localhost:1", true), ("0.0.0.0:65535", "0.0.0.0:65535", false),
        ("chat.example:80", "chat.example:80", false), ("unix:/run/chat", "unix:/run/chat", true),
        ("127.0.0.1.example.com:80", "127.0.0.1.example.com:80", false),
    ])
    func isRead(text: String, written: String, isLocal: Bool) throws {
        let address = try ListenAddress(text)
        #expect(address.description == written)
        #expect(address.isLocal == isLocal)
        #expect(try ListenAddress(address.description) == address)
    }

    @Test(arguments: [
        "", "8888", "localhost", "localhost:", "localhost:-1", "localhost:65536", "localhost:http", "::1", "::1:8888",
        "127.0.0.٣:80", "unix:", "unix:" + String(repeating: "x", count: 108),
    ])
    func isRefused(text: String) {
        let error = #expect(throws: ChatError.self) { try ListenAddress(text) }
        #expect(error?.code == .usage)
    }
}
