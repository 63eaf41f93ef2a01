import ChatroomClient
import ChatroomCore
import ChatroomServer
import ChatroomTestSupport
import ChatroomWire
import NIOCore
import Testing

/// What ends the sessions of a user, and how fast.
@Suite(.timeLimit(.minutes(1)))
struct RevocationTests {
    @Test(arguments: [RawPeer.Way.tls, .socket])
    func revokingATokenEndsItsSessionsAtOnce(way: RawPeer.Way) async throws {
        try await InProcessServer.with { server in
            let first = try await server.register("alice")
            let second = try await login("alice", server)
            try await RawPeer.with(server, by: way) { victim in
                try await victim.logIn(first)
                try await server.client(second).withConnection { connection in
                    let tokens = try await connection.tokens()
                    #expect(tokens.map(\.isCurrent) == [false, true])
                    let time = try await Deadline.pace {
                        let reply = try await connection.ask(.revokeToken(tokens[0].id))
                        #expect(reply == .done)
                        let reason = try await victim.farewell()
                        #expect(reason?.code == .notLoggedIn)
                    }
                    #expect(time < .seconds(1))
                    _ = try await connection.who()
                }
                try await expect(.notLoggedIn) { try await server.client(first).withConnection { $0.user } }
            }
        }
    }

    @Test func aRevokedSessionThatDoesNotReadIsCutAndGetsNothingMore() async throws {
        try await InProcessServer.with { server in
            let first = try await server.register("alice")
            let second = try await login("alice", server)
            try await RawPeer.with(server) { victim in
                try await victim.logIn(first)
                _ = try await victim.ask(.follow(Follow(target: .lobby, start: .tail))).get()
                try await server.client(second, at: server.socket).withConnection { connection in
                    for number in 0..<60 {
                        try await connection.send(OutgoingMessage(text(number, bytes: 60_000)))
                    }
                    _ = try await connection.ask(.revokeToken(try await connection.tokens()[0].id))
                    let time = try await Deadline.pace {
                        try await eventually("one session") { try await connection.who().first?.sessions == 1 }
                    }
                    #expect(time < .seconds(2))
                }
                var received = 0
                while let frame = try? await victim.next() {
                    if case .event(.posted) = frame { received += 1 }
                }
                #expect(received < 60)
            }
        }
    }

    @Test func changingThePasswordEndsAllOtherSessions() async throws {
        try await InProcessServer.with { server in
            let first = try await server.register("alice")
            let second = try await login("alice", server)
            try await RawPeer.with(server) { victim in
                try await victim.logIn(first)
                try await server.client(second).withConnection { connection in
                    let change = ChangePassword(old: InProcessServer.password, new: "another tractor 7")
                    let reply = try await connection.ask(.changePassword(change))
                    #expect(reply == .done)
                    let reason = try await victim.farewell()
                    #expect(reason?.code == .notLoggedIn)
                    let tokens = try await connection.tokens()
                    #expect(tokens.count == 1)
                }
                // The token in use stays.
                _ = try await server.client(second).withConnection { $0.user }
            }
            try await expect(.wrongCredentials) { try await login("alice", server) }
        }
    }

    @Test func aWrongOldPasswordChangesNothing() async throws {
        try await InProcessServer.with { server in
            let alice = try await server.register("alice")
            try await server.client(alice).withConnection { connection in
                try await expect(.wrongCredentials) {
                    try await connection.ask(.changePassword(ChangePassword(old: "wrong", new: "another tractor 7")))
                }
                try await expect(.invalid) {
                    try await connection.ask(
                        .changePassword(ChangePassword(old: InProcessServer.password, new: "short")))
                }
            }
            _ = try await login("alice", server)
        }
    }

    @Test func whoLoggedOutGetsNoMoreMessagesAndIsNotThere() async throws {
        try await InProcessServer.with { server in
            let alice = try await server.register("alice")
            let bob = try await server.register("bob")
            try await RawPeer.with(server) { peer in
                try await peer.logIn(alice)
                _ = try await peer.ask(.follow(Follow(target: .lobby, start: .tail))).get()
                let reply = try await peer.ask(.logout)
                #expect(reply == .success(.done))
                try await server.client(bob).withConnection { connection in
                    let present = try await connection.who()
                    #expect(present.map(\.name.text) == ["bob"])
                    try await connection.send(OutgoingMessage("not for alice"))
                    try await connection.send(OutgoingMessage("nor this"))
                }
                // The next frame is the answer to this, not a message.
                let answer = try await peer.ask(.who(Who()))
                #expect(answer.code == .notLoggedIn)
                // What held before login holds again.
                try await peer.write([0, 0, 0x10, 1])
                let reason = try await peer.farewell()
                #expect(reason?.code == .tooLarge)
            }
            try await expect(.notLoggedIn) { try await server.client(alice).withConnection { $0.user } }
        }
    }

    @Test func whoLoggedOutMayLogInAsSomebodyElse() async throws {
        try await InProcessServer.with { server in
            let alice = try await server.register("alice")
            let bob = try await server.register("bob")
            try await server.client(alice).withConnection { connection in
                _ = try await connection.follow(Follow(target: .direct(Sample.name("bob")), start: .tail))
                _ = try await connection.ask(.logout)
                _ = try await connection.login(bob)
                let receipt = try await connection.send(OutgoingMessage("to lobby"))
                let page = try await connection.history(HistoryQuery(target: .lobby))
                #expect(page.messages.map(\.sender.text) == ["bob"])
                #expect(receipt.seq == 1)
            }
        }
    }

    @Test func revokingTheTokenInUseIsAnswered() async throws {
        try await InProcessServer.with { server in
            let alice = try await server.register("alice")
            try await server.client(alice).withConnection { connection in
                let token = try #require(try await connection.tokens().first)
                let reply = try await connection.ask(.revokeToken(token.id))
                #expect(reply == .done)
                try await expect(.notLoggedIn) { try await connection.who() }
            }
        }
    }

    @Test func nobodyRevokesTheTokenOfAnother() async throws {
        try await InProcessServer.with { server in
            let alice = try await server.register("alice")
            let bob = try await server.register("bob")
            let token = try await server.client(alice).withConnection { try await $0.tokens()[0].id }
            try await server.client(bob).withConnection { connection in
                try await expect(.notFound) { try await connection.ask(.revokeToken(token)) }
            }
            _ = try await server.client(alice).withConnection { $0.user }
        }
    }

    private func login(_ name: String, _ server: InProcessServer) async throws -> Login.Credential {
        let credential = Login.Credential.password(name: name, password: InProcessServer.password, label: "other")
        let loggedIn = try await server.client().withConnection { try await $0.login(credential) }
        return .token(try #require(loggedIn.token))
    }
}

/// A text of some length that tells its number.
func text(_ number: Int, bytes: Int) -> String {
    let start = "\(number) "
    return start + String(repeating: "x", count: max(0, bytes - start.utf8.count))
}
