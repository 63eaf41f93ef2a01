import ChatroomClient
import ChatroomCore
import ChatroomTestSupport
import ChatroomWire
import Testing

/// Where a named cursor stands, and what is remembered beyond it.
@Suite(.timeLimit(.minutes(1)))
struct WorkCursorTests {
    @Test func whatIsDoneOutOfOrderIsRememberedByTheNextServer() async throws {
        let directory = try ScratchDirectory()
        let bob = try await InProcessServer.with(in: directory) { server in
            try await Crowd.with(server, "bob") { crowd in
                for number in 1...5 { try await crowd.root.say("\(number)", in: "lobby") }
                let claimed = try await crowd.bob.claim(WorkScene.claim(4))
                _ = try await crowd.bob.ask(.settle(WorkScene.settle(claimed, done: [2, 4], failed: [1])))
                return crowd.credential("bob")
            }
        }
        try await InProcessServer.with(in: directory) { server in
            try await server.client(bob).withConnection { connection in
                let claimed = try await connection.claim(WorkScene.claim(9, .tail))
                #expect(claimed.work.map(\.message.seq) == [1, 3, 5])
                // The first failed, the third was held when its connection ended.
                #expect(claimed.work.map(\.failures) == [1, 1, 0])
                _ = try await connection.ask(.settle(WorkScene.settle(claimed, done: [1, 3, 5])))
            }
        }
        try await InProcessServer.with(in: directory) { server in
            try await server.client(bob).withConnection { connection in
                let claimed = try await connection.claim(WorkScene.claim(9))
                #expect(claimed.work.isEmpty)
                try await connection.say("6", in: "lobby")
                let next = try await connection.claim(WorkScene.claim(9))
                #expect(next.work.map(\.message.body) == ["6"])
            }
        }
    }

    @Test func workThatIsWaitedForWhereNothingWasSaidBeginsWithTheFirstMessage() async throws {
        try await WorkScene.with(messages: 0) { server, crowd in
            #expect(try await crowd.bob.claim(WorkScene.claim(9, .tail, in: "@alice")).work.isEmpty)
            #expect(try await crowd.bob.summary("@alice") == nil)
            for number in 1...3 { try await crowd.alice.say("\(number)", in: "@bob") }
            let claimed = try await crowd.bob.claim(WorkScene.claim(2, .tail, in: "@alice"))
            #expect(claimed.work.map(\.message.body) == ["1", "2"])
            _ = try await crowd.bob.ask(.settle(WorkScene.settle(claimed, done: [1, 2])))
            try await server.client(crowd.credential("bob")).withConnection { other in
                let rest = try await other.claim(WorkScene.claim(9, .tail, in: "@alice"))
                #expect(rest.work.map(\.message.body) == ["3"])
            }
        }
    }

    @Test func aUserWorksUnderSoManyCursors() async throws {
        try await InProcessServer.with {
            $0.limits.kept.cursors = 3
        } _: { server in
            try await Crowd.with(server, "alice", "bob") { crowd in
                func claim(_ number: Int, _ who: ChatConnection) async -> ChatError.Code? {
                    await code { _ = try await who.claim(WorkScene.claim(1, in: "@root", cursor: "c\(number)")) }
                }
                for number in 0..<3 { #expect(await claim(number, crowd.bob) == nil) }
                #expect(await claim(3, crowd.bob) == .quotaExceeded)
                #expect(await claim(2, crowd.bob) == nil)
                #expect(await claim(3, crowd.alice) == nil)
            }
        }
    }

    @Test func thePositionFollowsWhatIsDoneInARow() async throws {
        try await InProcessServer.with { server in
            try await Crowd.with(server, "alice", "bob") { crowd in
                for number in 1...4 { try await crowd.alice.say("\(number)", in: "@bob") }
                try await Listener.with(server, crowd.credential("alice")) { alice in
                    try await alice.watch { $0.markers = true }
                    let claimed = try await crowd.bob.claim(WorkScene.claim(9, in: "@alice"))
                    // What is done under a cursor is received: the marker tells how far.
                    for (seq, through) in [(3, 0), (1, 1), (2, 3), (4, 4)] as [(Message.Seq, Message.Seq)] {
                        _ = try await crowd.bob.ask(.settle(WorkScene.settle(claimed, done: [seq])))
                        let known = try await crowd.alice.markers(.direct(Sample.name("bob")))
                        #expect(known.markers.first { $0.user.text == "bob" }?.delivered == through)
                        guard through > 0 else { continue }
                        let marker = Marker(user: Sample.name("bob"), delivered: through, read: 0)
                        #expect(try await alice.next() == .markerMoved(claimed.conversation, marker))
                    }
                }
            }
        }
    }

    @Test func whatIsNotThereIsRefused() async throws {
        try await WorkScene.with(messages: 2) { _, crowd in
            let claimed = try await crowd.bob.claim(WorkScene.claim(9))
            try await expect(.invalid) { try await crowd.bob.ask(.settle(WorkScene.settle(claimed, done: [3]))) }
            try await expect(.invalid) { try await crowd.bob.ask(.settle(WorkScene.settle(claimed, done: [0]))) }
            try await expect(.invalid) {
                try await crowd.bob.ask(.settle(WorkScene.settle(claimed, cursor: "unknown", done: [1])))
            }
            try await expect(.notFound) { try await crowd.bob.claim(WorkScene.claim(1, in: "nowhere")) }
        }
    }

    @Test(
        arguments: [(.after(0), 1), (.after(2), 3), (.tail, 4), (.after(99), 4)] as [(Claim.Start, Message.Seq)])
    func aNewCursorIsMadeWhereItIsAskedFor(start: Claim.Start, first: Message.Seq) async throws {
        try await WorkScene.with(messages: 3) { _, crowd in
            let claimed = try await crowd.bob.claim(WorkScene.claim(9, start))
            #expect(claimed.work.map(\.message.seq) == Array(first..<4))
            try await crowd.alice.say("4", in: "lobby")
            // One that is there stays where it is.
            let next = try await crowd.bob.claim(WorkScene.claim(9, .tail))
            #expect(next.work.map(\.message.seq) == [4])
        }
    }

    @Test func aNewCursorInADirectConversationBeginsWithWhatNobodyReceived() async throws {
        try await WorkScene.with(messages: 0) { _, crowd in
            for text in ["1", "2"] { try await crowd.alice.say(text, in: "@bob") }
            try await crowd.bob.say("3, of bob himself", in: "@alice")
            let all = try await crowd.bob.claim(WorkScene.claim(9, .tail, in: "@alice"))
            #expect(all.work.map(\.message.seq) == [1, 2, 3])
            // What is done was received, whatever the cursor.
            _ = try await crowd.bob.ask(.settle(WorkScene.settle(all, done: [1])))
            let other = try await crowd.bob.claim(WorkScene.claim(9, .tail, in: "@alice", cursor: "other"))
            #expect(other.work.map(\.message.seq) == [2, 3])
            // What one said oneself is nothing to receive.
            let own = try await crowd.bob.ask(.settle(WorkScene.settle(all, done: [2])))
            #expect(own == .done)
            let third = try await crowd.bob.claim(WorkScene.claim(9, .tail, in: "@alice", cursor: "third"))
            #expect(third.work.isEmpty)
        }
    }
}
