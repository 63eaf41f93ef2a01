import ChatroomCore
import ChatroomStore
import NIOCore
import NIOEmbedded
import Testing

@testable import ChatroomServer

@Suite(.timeLimit(.minutes(1)))
struct ConnectionRegistryTests {
    @Test func aSourceHasOnlySoManyConnections() async throws {
        var limits = Limits()
        limits.unauthenticatedPerSource = 2
        limits.connectionsPerSource = 3
        let registry = ConnectionRegistry(limits: limits)
        let peers = try await (1...9).asyncMap { number in
            try await ServerPeer(
                id: UInt64(number), source: [8: "192.0.2.2", 9: "127.0.0.1"][number] ?? "192.0.2.1")
        }
        func admit(_ number: Int) async -> ChatError.Code? {
            await code { try await registry.admit(peers[number - 1].handle, at: Sample.time) }
        }
        #expect(await admit(1) == nil)
        #expect(await admit(2) == nil)
        #expect(await admit(3) == .rateLimited)
        await registry.logIn(1, as: Sample.identity, away: nil)
        #expect(await admit(4) == nil)
        await registry.logIn(2, as: Sample.identity, away: nil)
        await registry.logIn(4, as: Sample.identity, away: nil)
        // Three in all, none of them a stranger.
        #expect(await admit(5) == .rateLimited)
        #expect(await admit(8) == nil)
        #expect(await admit(9) == nil)
        await registry.remove(4)
        #expect(await admit(6) == nil)
        // Who logs out is a stranger again.
        await registry.remove(6)
        await registry.logOut(1)
        #expect(await admit(7) == nil)
        #expect(await admit(6) == .rateLimited)
    }

    @Test func aUserOfThisMachineHasOnlySoManyConnections() async throws {
        var limits = Limits()
        limits.connectionsPerLocalSource = 2
        let registry = ConnectionRegistry(limits: limits)
        func admit(_ number: Int, _ source: String) async throws -> ChatError.Code? {
            let peer = try await ServerPeer(id: UInt64(number), source: source)
            return await code { try await registry.admit(peer.handle, at: Sample.time) }
        }
        #expect(try await admit(1, "127.0.0.1") == nil)
        // All of loopback is one source, and who is logged in counts.
        #expect(try await admit(2, "::1") == nil)
        await registry.logIn(1, as: Sample.identity, away: nil)
        #expect(try await admit(3, "127.9.9.9") == .rateLimited)
        #expect(try await admit(4, "192.0.2.1") == nil)
        await registry.remove(3)
        #expect(try await admit(5, "127.0.0.1") == .rateLimited)
        await registry.remove(1)
        await registry.remove(1)
        #expect(try await admit(6, "127.0.0.1") == nil)
        #expect(try await admit(7, "127.0.0.1") == .rateLimited)
    }

    @Test func manyThatSayNothingShutNobodyElseOut() async throws {
        var limits = Limits()
        limits.unauthenticated = 8
        let registry = ConnectionRegistry(limits: limits)
        // One whose password is being looked at, and one from elsewhere that is about to send it.
        let busy = try await ServerPeer(id: 1, source: "127.0.0.1")
        let other = try await ServerPeer(id: 2, source: "192.0.2.1")
        busy.handle.isLoggingIn = true
        try await registry.admit(busy.handle, at: Sample.time)
        try await registry.admit(other.handle, at: Sample.time)
        let silent = try await (3...60).asyncMap { number in
            try await ServerPeer(id: UInt64(number), source: "127.0.0.1")
        }
        for peer in silent { try await registry.admit(peer.handle, at: Sample.time) }
        #expect(!busy.handle.isEnded && !other.handle.isEnded)
        // The oldest went, and no more than had to.
        #expect(silent.map(\.handle.isEnded) == (0..<58).map { $0 < 52 })
    }

    @Test func drainingTellsEveryoneAndTakesNobody() async throws {
        let registry = ConnectionRegistry(limits: Limits())
        let peer = try await ServerPeer(id: 1)
        try await registry.admit(peer.handle, at: Sample.time)
        #expect(await registry.drain() == 1)
        try await peer.channel.eventLoop.submit {}.get()
        guard case .event(.goingAway(let reason))? = try await peer.written().first else {
            Issue.record("not told")
            return
        }
        #expect(reason.code == .shuttingDown)
        #expect(reason.retryAfter != nil)
        let late = try await ServerPeer(id: 2)
        #expect(await code { try await registry.admit(late.handle, at: Sample.time) } == .shuttingDown)
    }

    @Test func onlyTheSessionsOfARevokedTokenEnd() async throws {
        let registry = ConnectionRegistry(limits: Limits())
        let peers = try await (1...3).asyncMap { try await ServerPeer(id: UInt64($0)) }
        for peer in peers { try await registry.admit(peer.handle, at: Sample.time) }
        await registry.logIn(1, as: Sample.identity, away: nil)
        await registry.logIn(2, as: Identity(account: Sample.account, token: Token.ID(rawValue: 99)), away: nil)
        await registry.revoke(Sample.identity.token)
        for peer in peers { try await peer.channel.eventLoop.submit {}.get() }
        let told = try await peers.asyncMap { try await !$0.written().isEmpty }
        #expect(told == [true, false, false])
    }
}
