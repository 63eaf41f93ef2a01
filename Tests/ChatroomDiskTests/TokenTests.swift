internal import ChatroomCore
internal import ChatroomStore
internal import Testing

@testable internal import ChatroomDisk

struct TokenTests {
    private let digest = [UInt8](0..<32)
    private let hour: Int64 = 3_600_000

    @Test func aTokenLogsItsAccountIn() async throws {
        let scratch = try await ScratchStore()
        let id = try await makeToken(in: scratch)
        let found = try #require(
            try await scratch.store.account(withTokenDigest: digest, at: Timestamp(milliseconds: 2000)))
        #expect(found.account == scratch.bob)
        #expect(found.token == id)
        for other in [[], [UInt8](repeating: 0, count: 32)] {
            #expect(
                try await scratch.store.account(withTokenDigest: other, at: Timestamp(milliseconds: 2000)) == nil)
        }
    }

    @Test func theUseOfATokenIsNotedOnceAnHour() async throws {
        let scratch = try await ScratchStore()
        _ = try await makeToken(in: scratch)
        var noted: [Int64] = []
        for time in [1000, 1000 + hour, 1001 + hour, 1000 + 2 * hour, 5] {
            _ = try await scratch.store.account(withTokenDigest: digest, at: Timestamp(milliseconds: time))
            // It is written behind the back of the login.
            _ = try await scratch.number("SELECT 1")
            noted += try await scratch.store.tokens(of: scratch.bob.id).map(\.lastUsed.milliseconds)
        }
        #expect(noted == [1000, 1000, 1001 + hour, 1001 + hour, 1001 + hour])
    }

    @Test func aTokenWorksWhenItsUseCannotBeNoted() async throws {
        let scratch = try await ScratchStore()
        _ = try await makeToken(in: scratch)
        _ = try await scratch.number("PRAGMA query_only = ON")
        let found = try await scratch.store.account(withTokenDigest: digest, at: Timestamp(milliseconds: 2 * hour))
        #expect(found?.account == scratch.bob)
        _ = try await scratch.number("SELECT 1")
        #expect(scratch.faults.texts.count == 1)
    }

    @Test func aListedTokenSaysWhatItIsFor() async throws {
        let scratch = try await ScratchStore()
        let id = try await makeToken(in: scratch)
        let made = Timestamp(milliseconds: 1000)
        let token = Token(id: id, label: "laptop\0\u{1B}[m", created: made, lastUsed: made, isCurrent: false)
        #expect(try await scratch.store.tokens(of: scratch.bob.id) == [token])
        #expect(try await scratch.store.tokens(of: scratch.alice.id).isEmpty)
    }

    @Test func aRevokedTokenIsGoneAndItsNumberIsNotUsedAgain() async throws {
        let scratch = try await ScratchStore()
        let id = try await makeToken(in: scratch)
        #expect(try await refusal(of: try await scratch.store.revokeToken(id, of: scratch.alice.id)) == .notFound)
        try await scratch.store.revokeToken(id, of: scratch.bob.id)
        #expect(
            try await scratch.store.account(withTokenDigest: digest, at: Timestamp(milliseconds: 2000)) == nil)
        #expect(try await refusal(of: try await scratch.store.revokeToken(id, of: scratch.bob.id)) == .notFound)
        #expect(try await makeToken(in: scratch) != id)
    }

    @Test func aTokenOfNobodyIsRefused() async throws {
        let scratch = try await ScratchStore()
        let nobody = Account.ID(rawValue: 99)
        let token = NewToken(digest: digest, account: nobody, label: "")
        #expect(try await scratch.store.createToken(token, at: Timestamp(milliseconds: 1)) == nil)
    }

    private func makeToken(in scratch: ScratchStore) async throws -> Token.ID {
        try await scratch.store.makeToken(
            NewToken(digest: digest, account: scratch.bob.id, label: "laptop\0\u{1B}[m"), at: 1000)
    }
}
