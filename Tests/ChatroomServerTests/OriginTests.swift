import Glibc
import Testing

@testable import ChatroomServer

struct OriginTests {
    @Test(arguments: [
        ("192.0.2.1", "192.0.2.1", "192.0.2.1"), ("::ffff:192.0.2.1", "192.0.2.1", "192.0.2.1"),
        ("::FFFF:c000:0201", "192.0.2.1", "192.0.2.1"), ("255.255.255.255", "255.255.255.255", "255.255.255.255"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80:0:0:0::/64", "fe80:0:0:0::/64"), ("::2", "0:0:0:0::/64", "0:0:0:0::/64"),
        ("127.0.0.1", "this machine", "127.0.0.1"), ("127.255.1.2", "this machine", "127.255.1.2"),
        ("::ffff:127.0.0.1", "this machine", "127.0.0.1"), ("::1", "this machine", "::1"),
    ])
    func isRead(address: String, source: String, place: String) throws {
        let origin = try #require(Origin(address: address))
        #expect(origin.source.description == source)
        #expect(origin.place == place)
        #expect(origin.source.isLocal == (source == "this machine"))
    }

    /// Nobody is taken for somebody on this machine whose address cannot be told.
    @Test(arguments: ["", "%", "localhost", "127.1", "127.0.0.1.example", "::1::", "1.2.3", "user 0", "/run/socket"])
    func isNoAddress(text: String) {
        #expect(Origin(address: text) == nil)
    }

    @Test func usersOfThisMachineAreApart() {
        #expect(Origin(user: 1000) != Origin(user: 1001))
        #expect(Origin(user: 1000).source.isLocal)
        #expect(Origin(user: nil).source == .thisMachine)
    }

    @Test func whoComesThroughALocalSocketIsKnownByTheSystem() async throws {
        try await Derivations.with { server, derivations in
            _ = try await server.register("alice")
            #expect(derivations.sources == [.user(getuid())])
        }
    }
}
