import ChatroomCore
import ChatroomTestSupport
import Glibc
import Testing

@testable import ChatroomClient

@Suite(.timeLimit(.minutes(1)))
struct SocketOwnerTests {
    private static let (me, service, stranger): (UInt32, UInt32, UInt32) = (1000, 200, 666)

    private func isTrusted(
        _ peer: UInt32, at path: String = "/run/chat/s", in files: [String: SocketOwner.Status], expected: UInt32? = nil
    ) -> Bool {
        do throws(ChatError) {
            try SocketOwner(user: Self.me) { files[$0] }.check(peer, at: path, expected: expected)
            return true
        } catch {
            return false
        }
    }

    private static func tree(
        _ directory: SocketOwner.Status, parent: SocketOwner.Status = SocketOwner.Status(owner: 0, mode: 0o755)
    ) -> [String: SocketOwner.Status] {
        [
            "/": SocketOwner.Status(owner: 0, mode: 0o755), "/run": parent, "/run/chat": directory,
            "/run/chat/s": SocketOwner.Status(owner: 666, mode: 0o777),
        ]
    }

    @Test func aServiceInADirectoryOfItsOwnIsTrusted() {
        #expect(isTrusted(Self.service, in: Self.tree(.init(owner: Self.service, mode: 0o755))))
        #expect(isTrusted(Self.service, in: Self.tree(.init(owner: 0, mode: 0o755))))
    }

    @Test func whoeverIsFirstInTmpIsNot() {
        let tmp = SocketOwner.Status(owner: 0, mode: 0o1777)
        #expect(!isTrusted(Self.stranger, in: Self.tree(tmp)))
        #expect(!isTrusted(Self.stranger, in: Self.tree(.init(owner: Self.stranger, mode: 0o700), parent: tmp)))
        #expect(isTrusted(Self.me, in: Self.tree(tmp)))
        #expect(isTrusted(0, in: Self.tree(tmp)))
        #expect(isTrusted(Self.stranger, in: Self.tree(tmp), expected: Self.stranger))
        #expect(!isTrusted(Self.me, in: Self.tree(tmp), expected: Self.service))
        #expect(!isTrusted(0, in: Self.tree(tmp), expected: Self.service))
    }

    @Test func aLinkIsAsGoodAsThePlaceWhereItLies() {
        var files = Self.tree(.init(owner: Self.service, mode: 0o755))
        files["/var"] = .init(owner: 0, mode: 0o755)
        files["/var/run"] = .init(owner: 0, mode: 0o777, link: "/run")
        files["/tmp"] = .init(owner: 0, mode: 0o1777)
        files["/tmp/run"] = .init(owner: Self.service, mode: 0o777, link: "../run")
        files["/loop"] = .init(owner: 0, mode: 0o777, link: "loop")
        #expect(isTrusted(Self.service, at: "/var/run/chat/s", in: files))
        #expect(!isTrusted(Self.service, at: "/tmp/run/chat/s", in: files))
        #expect(!isTrusted(Self.service, at: "/loop", in: files))
        #expect(!isTrusted(Self.service, at: "/run/chat/none", in: files))
    }

    /// Every owner and mode of both directories, and every peer: a stranger is trusted only where nobody else can write.
    @Test func everyOwnerAndModeOfTwoDirectories() {
        let owners = [0, Self.me, Self.service, Self.stranger]
        let modes: [UInt32] = (0..<64).map { $0 | 0o700 } + [0o1777, 0o1770, 0o2775]
        for (parentOwner, owner) in owners.flatMap({ parent in owners.map { (parent, $0) } }) {
            for (parentMode, mode) in modes.flatMap({ parent in modes.map { (parent, $0) } }) {
                let files = Self.tree(
                    .init(owner: owner, mode: mode), parent: .init(owner: parentOwner, mode: parentMode))
                let isOpen = [(parentOwner, parentMode), (owner, mode)].contains { owner, mode in
                    owner != Self.stranger && (![0, Self.me].contains(owner) || mode & 0o022 != 0)
                }
                if isTrusted(Self.stranger, in: files) == isOpen {
                    Issue.record("\(parentOwner) \(String(parentMode, radix: 8)) \(owner) \(String(mode, radix: 8))")
                }
            }
        }
    }

    @Test func theKernelsWordForNobodyIsNoProof() {
        #expect(!isTrusted(65534, in: Self.tree(.init(owner: 65534, mode: 0o755))))
    }

    @Test(arguments: ["SHA256:abc", "uid:", "uid:-1", "uid:01", "uid:4294967296", "1000", "uid:1 "])
    func whatNamesNoUserIsRefused(text: String) {
        let error = #expect(throws: ChatError.self) { try SocketOwner.id(text) }
        #expect(error?.code == .usage)
    }

    @Test func aSocketOfAnotherUserIsToldNothing() async throws {
        try await ScriptedServer.with { _, _ in
            nil
        } _: { server in
            let error = await #expect(throws: ChatError.self) {
                try await server.client(owner: geteuid() + 1).withConnection { _ in }
            }
            #expect(error?.code == .keyChanged)
            #expect(server.requests.isEmpty)
            try await server.client(owner: geteuid()).withConnection { _ in }
            try await server.client().withConnection { _ in }
        }
    }
}
