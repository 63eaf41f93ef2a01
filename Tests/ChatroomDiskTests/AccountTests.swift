internal import ChatroomCore
internal import ChatroomStore
internal import Testing

@testable internal import ChatroomDisk

struct AccountTests {
    @Test func theFirstAccountAdministers() async throws {
        let scratch = try await ScratchStore()
        #expect(scratch.alice.user.role == .administrator)
        #expect(scratch.bob.user.role == .member)
        #expect(scratch.bob.user.kind == .agent)
    }

    @Test func theFirstAccountDoesNotAdministerWhereThatIsNotAllowed() async throws {
        let scratch = try await ScratchStore()
        let store = try await scratch.reopened(after: "DELETE FROM cursors; DELETE FROM users")
        #expect(try await !store.hasAccounts())
        let secret = try NewAccount.named("eve").idSecret
        let account = NewAccount(
            name: try UserName("eve"), kind: .human, passwordHash: "x", mayAdminister: false, idSecret: secret)
        #expect(try await store.createAccount(account, at: Timestamp(milliseconds: 1)).user.role == .member)
        #expect(try await store.hasAccounts())
        // The first who may is not too late.
        let local = try NewAccount.named("dave")
        #expect(try await store.createAccount(local, at: Timestamp(milliseconds: 2)).user.role == .administrator)
    }

    @Test func aTakenNameIsRefused() async throws {
        let scratch = try await ScratchStore()
        let again = try NewAccount.named("ALICE")
        let code = try await refusal(of: try await scratch.store.createAccount(again, at: Timestamp(milliseconds: 1)))
        #expect(code == .exists)
        #expect(try await scratch.store.account(named: scratch.alice.user.name)?.passwordHash == "hash of alice")
    }

    @Test func anAccountIsFoundByItsName() async throws {
        let scratch = try await ScratchStore()
        let found = try #require(try await scratch.store.account(named: try UserName("bob")))
        #expect(found.account == scratch.bob)
        #expect(found.passwordHash == "hash of bob")
        #expect(try await scratch.store.account(named: try UserName("nobody")) == nil)
    }

    @Test func aDisabledAccountIsNotFound() async throws {
        let scratch = try await ScratchStore()
        let digest = [UInt8](repeating: 7, count: 32)
        let now = Timestamp(milliseconds: 1)
        let token = try await scratch.store.makeToken(NewToken(digest: digest, account: scratch.bob.id, label: ""))
        #expect(try await scratch.store.idSecret(of: scratch.bob.id, heldBy: token) != nil)
        try await scratch.execute("UPDATE users SET disabled = 1 WHERE name = 'bob'")
        #expect(try await scratch.store.account(named: try UserName("bob")) == nil)
        #expect(try await scratch.store.account(withTokenDigest: digest, at: now) == nil)
        #expect(try await scratch.store.idSecret(of: scratch.bob.id, heldBy: token) == nil)
        let another = NewToken(digest: [UInt8](repeating: 8, count: 32), account: scratch.bob.id, label: "")
        #expect(try await scratch.store.createToken(another, at: now) == nil)
    }

    @Test func namesComeInOrderAndInLimits() async throws {
        let scratch = try await ScratchStore()
        for name in ["zoe", "carol", "9lives"] {
            _ = try await scratch.store.createAccount(.named(name), at: Timestamp(milliseconds: 1))
        }
        #expect(try await scratch.store.userNames(limit: 4).map(\.text) == ["9lives", "alice", "bob", "carol"])
        #expect(try await scratch.store.userNames(limit: 0).isEmpty)
    }

    @Test func aPasswordCanBeHashedAnew() async throws {
        let scratch = try await ScratchStore()
        let name = scratch.alice.user.name
        let old = try #require(try await scratch.store.account(named: name)?.passwordHash)
        try await scratch.store.rehash("stronger", replacing: old, of: scratch.alice.id)
        #expect(try await scratch.store.account(named: name)?.passwordHash == "stronger")
    }

    @Test func aLoginThatBeganBeforeAPasswordChangeDoesNotUndoIt() async throws {
        let scratch = try await ScratchStore()
        let name = scratch.alice.user.name
        let old = try #require(try await scratch.store.account(named: name)?.passwordHash)
        _ = try await scratch.store.setPassword(
            hash: "changed", replacing: old, of: scratch.alice.id, keeping: nil)
        try await scratch.store.rehash("stronger", replacing: old, of: scratch.alice.id)
        #expect(try await scratch.store.account(named: name)?.passwordHash == "changed")
    }

    @Test func ofTwoChangesOfOnePasswordTheFirstHolds() async throws {
        let scratch = try await ScratchStore()
        let token = try await scratch.store.makeToken(
            NewToken(digest: [UInt8](repeating: 1, count: 32), account: scratch.alice.id, label: ""))
        func change(to hash: String) async throws -> [Token.ID]? {
            try await scratch.store.setPassword(
                hash: hash, replacing: "hash of alice", of: scratch.alice.id, keeping: token)
        }
        #expect(try await change(to: "first") == [])
        #expect(try await change(to: "second") == nil)
        #expect(try await scratch.store.account(named: scratch.alice.user.name)?.passwordHash == "first")
        #expect(try await scratch.store.tokens(of: scratch.alice.id).map(\.id) == [token])
    }

    @Test func aNewPasswordRevokesTheOtherTokens() async throws {
        let scratch = try await ScratchStore()
        var tokens: [Token.ID] = []
        for (number, account) in [scratch.alice, scratch.alice, scratch.bob, scratch.alice].enumerated() {
            let digest = [UInt8](repeating: UInt8(number), count: 32)
            tokens.append(
                try await scratch.store.makeToken(NewToken(digest: digest, account: account.id, label: "")))
        }
        let revoked = try await scratch.store.setPassword(
            hash: "new", replacing: "hash of alice", of: scratch.alice.id, keeping: tokens[1])
        #expect(revoked.map(Set.init) == [tokens[0], tokens[3]])
        #expect(try await scratch.store.tokens(of: scratch.alice.id).map(\.id) == [tokens[1]])
        #expect(try await scratch.store.tokens(of: scratch.bob.id).map(\.id) == [tokens[2]])
        #expect(try await scratch.store.account(named: scratch.alice.user.name)?.passwordHash == "new")
        let rest = try await scratch.store.setPassword(
            hash: "newer", replacing: "new", of: scratch.alice.id, keeping: nil)
        #expect(rest == [tokens[1]])
    }
}
