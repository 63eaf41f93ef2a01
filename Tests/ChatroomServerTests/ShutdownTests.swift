import ChatroomClient
import ChatroomCore
import ChatroomServer
import ChatroomTestSupport
import ChatroomWire
import NIOCore
import Testing

@Suite(.timeLimit(.minutes(1)))
struct ShutdownTests {
    @Test func everyoneIsToldAndTheServerEnds() async throws {
        try await InProcessServer.with { server in
            let alice = try await server.register("alice")
            try await RawPeer.with(server, by: .tls) { known in
                try await known.logIn(alice)
                try await RawPeer.with(server) { stranger in
                    _ = try await stranger.ask(.hello(Hello(client: "raw"))).get()
                    server.shutDown()
                    let reasons = [try await known.farewell(), try await stranger.farewell()]
                    #expect(reasons.map(\.?.code) == [.shuttingDown, .shuttingDown])
                    #expect(reasons.allSatisfy { $0?.retryAfter != nil })
                }
            }
            try await server.waitForEnd()
        }
    }

    @Test func whatWasAskedForIsAnsweredFirst() async throws {
        let directory = try ScratchDirectory()
        let receipts = try await InProcessServer.with(in: directory) { server in
            let alice = try await server.register("alice")
            return try await server.client(alice).withConnection { connection in
                let first = try await connection.send(OutgoingMessage("first"))
                let replies = (0..<500).map { connection.start(.send(OutgoingMessage("\($0)"))) }
                connection.flush()
                _ = try await replies[0].get()
                server.shutDown()
                var receipts = [first]
                for reply in replies {
                    if case .sent(let receipt)? = try? await reply.get() { receipts.append(receipt) }
                }
                return receipts
            }
        }
        #expect(receipts.map(\.seq) == Array(1...Message.Seq(receipts.count)))
        try await InProcessServer.with(in: directory) { server in
            let credential = Login.Credential.password(name: "alice", password: InProcessServer.password, label: "")
            let head = try await server.client().withConnection { connection in
                _ = try await connection.login(credential)
                return try await connection.history(HistoryQuery(target: .lobby)).head
            }
            #expect(head >= receipts.count)
        }
    }

    @Test(arguments: [RawPeer.Way.socket, .tls])
    func onePeerThatDoesNotReadHoldsItUpForTheDrainTimeOnly(way: RawPeer.Way) async throws {
        try await InProcessServer.with {
            $0.limits.drainTime = .milliseconds(500)
        } _: { server in
            let alice = try await server.register("alice")
            try await RawPeer.with(server, by: way) { stuck in
                try await stuck.logIn(alice)
                _ = try await stuck.ask(.follow(Follow(target: .lobby, start: .tail))).get()
                try await server.client(alice, at: server.socket).withConnection { connection in
                    for number in 0..<150 {
                        try await connection.send(OutgoingMessage(text(number, bytes: 60_000)))
                    }
                }
                let time = try await Deadline.pace {
                    server.shutDown()
                    try await server.waitForEnd()
                }
                #expect(time < .seconds(4))
            }
        }
    }

    @Test func oneAddressThatIsTakenIsAnErrorAndNoneIsHeld() async throws {
        try await InProcessServer.with { server in
            let scratch = try ScratchDirectory()
            var configuration = ServerConfiguration(
                listen: [.unix(path: scratch.file("free")), .tcp(host: "127.0.0.1", port: server.port)],
                dataDirectory: scratch.file("data"), loops: 1, product: "test")
            configuration.passwordCost = ScryptCost(logN: 10)
            for _ in 0..<2 {
                let taken = configuration
                try await expect(.unreachable) { try await InProcessServer.open(taken) }
            }
            // The database is free again.
            try await InProcessServer.with(in: scratch) { other in _ = try await other.register("alice") }
        }
    }

    @Test func oneDataDirectoryHasOneServer() async throws {
        try await InProcessServer.with { server in
            let configuration = ServerConfiguration(
                listen: [.tcp(host: "127.0.0.1", port: 0)], dataDirectory: server.directory.file("data"), loops: 1,
                product: "test")
            await #expect(throws: ChatError.self) { try await InProcessServer.open(configuration) }
            _ = try await server.register("alice")
        }
    }

    @Test func theKeyAndTheAccountsStay() async throws {
        let directory = try ScratchDirectory()
        let (key, alice) = try await InProcessServer.with(in: directory) { server in
            #expect(server.server.isNewDirectory)
            #expect(!server.server.hasAccounts)
            #expect(!server.server.newKeyNames.isEmpty)
            return (server.server.fingerprint, try await server.register("alice"))
        }
        try await InProcessServer.with(in: directory) { server in
            #expect(!server.server.isNewDirectory)
            #expect(server.server.hasAccounts)
            #expect(server.server.newKeyNames.isEmpty)
            #expect(server.server.fingerprint == key)
            let name = try await server.client(alice).withConnection { $0.user?.name.text }
            #expect(name == "alice")
        }
    }
}
