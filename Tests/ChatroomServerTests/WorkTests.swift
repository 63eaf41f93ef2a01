import ChatroomClient
import ChatroomCore
import ChatroomTestSupport
import ChatroomWire
import Testing

/// Work under a named cursor, as connections see it.
@Suite(.timeLimit(.minutes(1)))
struct WorkTests {
    @Test func twoConnectionsShareWithoutDoubling() async throws {
        try await WorkScene.with(messages: 10) { server, crowd in
            try await server.client(crowd.credential("bob"), at: server.socket).withConnection { other in
                let first = try await crowd.bob.claim(WorkScene.claim(4))
                #expect(first.work.map(\.message.seq) == [1, 2, 3, 4])
                #expect(first.hasMore)
                let second = try await other.claim(WorkScene.claim(100))
                #expect(second.work.map(\.message.body) == (5...10).map { "\($0)" })
                #expect(second.work.allSatisfy { $0.failures == 0 })
                for connection in [crowd.bob, other] {
                    let none = try await connection.claim(WorkScene.claim(100))
                    #expect(none.work.isEmpty && !none.hasMore)
                }
                // Another user's cursor of the same name, and another cursor, are others.
                let alices = try await crowd.alice.claim(WorkScene.claim(100))
                #expect(alices.work.count == 10)
                let named = try await other.claim(WorkScene.claim(100, cursor: "second"))
                #expect(named.work.count == 10)
            }
        }
    }

    @Test func whatAConnectionHadWhenItLoggedOutComesAgain() async throws {
        try await WorkScene.with(messages: 3) { server, crowd in
            let password = Login.Credential.password(name: "bob", password: InProcessServer.password, label: "second")
            try await server.client(at: server.socket).withConnection { other in
                _ = try await other.login(password)
                #expect(try await other.claim(WorkScene.claim(2)).work.count == 2)
                let none = try await crowd.bob.claim(WorkScene.claim(9))
                #expect(none.work.map(\.message.seq) == [3])
                _ = try await other.ask(.logout)
                let again = try await crowd.bob.claim(WorkScene.claim(9))
                #expect(again.work.map(\.message.seq) == [1, 2])
                _ = try await other.login(crowd.credential("alice"))
            }
        }
    }

    @Test func whatAConnectionHadWhenItEndedComesAgain() async throws {
        try await WorkScene.with(messages: 4) { server, crowd in
            try await Listener.with(server, crowd.credential("bob")) { bob in
                try await server.client(crowd.credential("bob"), at: server.socket).withConnection { other in
                    let claimed = try await other.claim(WorkScene.claim(3))
                    #expect(claimed.work.count == 3)
                    let settled = try await other.ask(.settle(WorkScene.settle(claimed, done: [2])))
                    #expect(settled == .done)
                    let rest = try await WorkScene.take(&bob, 9)
                    #expect(rest.work.map(\.message.seq) == [4])
                    // Nothing is left, so the bell rings when there is.
                    let none = try await WorkScene.take(&bob, 9)
                    #expect(none.work.isEmpty)
                }
                guard case .available? = try await bob.next() else {
                    Issue.record("no bell")
                    return
                }
                let again = try await WorkScene.take(&bob, 9)
                #expect(again.work.map(\.message.seq) == [1, 3])
                #expect(again.work.map(\.failures) == [1, 1])
            }
        }
    }

    @Test func theBellRingsOnceForWhoeverFoundNothing() async throws {
        try await WorkScene.with(messages: 0) { server, crowd in
            try await Listener.with(server, crowd.credential("bob")) { bob in
                try await Listener.with(server, crowd.credential("alice")) { alice in
                    try await alice.follow("@root")
                    try await bob.follow("@root")
                    let none = try await WorkScene.take(&bob, 1)
                    #expect(none.work.isEmpty && !none.hasMore)
                    for number in 1...3 { try await crowd.root.say("\(number)", in: "lobby") }
                    #expect(try await bob.next() == .available(none.conversation))
                    for name in ["alice", "bob"] { try await crowd.root.say("fence", in: "@\(name)") }
                    #expect(try await bob.events(untilPosted: "fence").isEmpty)
                    // Who never asked for work hears of none.
                    #expect(try await alice.events(untilPosted: "fence").isEmpty)
                    // Who got something is not waiting.
                    let one = try await WorkScene.take(&bob, 1)
                    #expect(one.work.map(\.message.seq) == [1])
                    try await crowd.root.say("4", in: "lobby")
                    try await crowd.root.say("second fence", in: "@bob")
                    #expect(try await bob.events(untilPosted: "second fence").isEmpty)
                }
            }
        }
    }

    @Test func whatFailedComesBeforeWhatFollows() async throws {
        try await WorkScene.with(messages: 3) { _, crowd in
            let first = try await crowd.bob.claim(WorkScene.claim(1))
            for failures in 1...3 {
                _ = try await crowd.bob.ask(.settle(WorkScene.settle(first, failed: [1])))
                let again = try await crowd.bob.claim(WorkScene.claim(1))
                #expect(again.work.map(\.message.seq) == [1])
                #expect(again.work.map(\.failures) == [failures])
            }
            _ = try await crowd.bob.ask(.settle(WorkScene.settle(first, done: [1])))
            let next = try await crowd.bob.claim(WorkScene.claim(9))
            #expect(next.work.map(\.message.seq) == [2, 3])
        }
    }

    @Test func whatAnotherProcessDidIsDone() async throws {
        try await WorkScene.with(messages: 6) { server, crowd in
            try await server.client(crowd.credential("bob"), at: server.socket).withConnection { other in
                let claimed = try await crowd.bob.claim(WorkScene.claim(3))
                #expect(claimed.work.count == 3)
                // One that the first has, one that nobody has had.
                _ = try await other.ask(.settle(WorkScene.settle(claimed, done: [2, 5])))
                let rest = try await other.claim(WorkScene.claim(9))
                #expect(rest.work.map(\.message.seq) == [4, 6])
                _ = try await crowd.bob.ask(.settle(WorkScene.settle(claimed, done: [1, 2, 3])))
                // Again, as after a lost answer.
                _ = try await crowd.bob.ask(.settle(WorkScene.settle(claimed, done: [1, 2, 3], failed: [2])))
                let none = try await crowd.bob.claim(WorkScene.claim(9))
                #expect(none.work.isEmpty)
            }
        }
    }
}
