import ChatroomCore
import ChatroomTestSupport
import NIOCore
import NIOEmbedded
import Testing

@testable import ChatroomServer

struct SubscriptionTests {
    private let loop = EmbeddedEventLoop()
    private let rooms: LoopRooms

    init() { rooms = LoopRooms(loop: loop) }

    @Test func oneThatFallsBehindTheTailReadsTheStore() throws {
        let peer = try live(after: 0)
        peer.setWritable(false)
        // Far more than the tail keeps.
        for seq in 1...600 as ClosedRange<Message.Seq> { publish(seq...seq, bodyBytes: 10_000) }
        peer.setWritable(true)
        #expect(peer.isBehind)
        #expect(try peer.collect().isEmpty)
        #expect(peer.handler.position(in: Sample.conversation) == 0)
        #expect(peer.caughtUp(Sample.run(1...500), after: 0, hasMore: true))
        #expect(!peer.caughtUp(Sample.run(501...600), after: 500))
        publish(601...601)
        #expect(try peer.collect() == Array(1...601))
        #expect(!peer.isBehind)
    }

    @Test func whatEveryoneHasIsNotKept() throws {
        let first = try live(after: 0)
        publish(1...10)
        #expect(try first.collect() == Array(1...10))
        // One that is at 5 finds nothing and reads the store; one that is at 10 is live at once.
        let late = try Follower(rooms, loop)
        try late.follow(after: 5)
        #expect(late.isBehind)
        let prompt = try Follower(rooms, loop)
        try prompt.follow(after: 10)
        #expect(!prompt.isBehind)
        publish(11...12)
        #expect(try prompt.collect() == [11, 12])
        #expect(try first.collect() == [11, 12])
        #expect(try late.collect().isEmpty)
    }

    @Test func whatALaggardLacksIsKept() throws {
        let (prompt, laggard) = (try live(after: 0), try live(after: 0))
        laggard.setWritable(false)
        for seq in 1...20 as ClosedRange<Message.Seq> { publish(seq...seq) }
        #expect(try prompt.collect() == Array(1...20))
        laggard.setWritable(true)
        #expect(try laggard.collect() == Array(1...20))
        #expect(!laggard.isBehind)
    }

    @Test func manyRunsOfOneTurnAreOneWrite() throws {
        let peer = try live(after: 0)
        try peer.collect()
        for seq in 1...50 as ClosedRange<Message.Seq> { rooms.publish([Sample.run(seq...seq)]) }
        loop.run()
        let bytes = try #require(try peer.channel.readOutbound(as: ByteBuffer.self))
        #expect(try Follower.seqs(bytes) == Array(1...50))
        #expect(try peer.channel.readOutbound(as: ByteBuffer.self) == nil)
    }

    @Test func whoLacksWhatTheTailNeverGotReadsTheStore() throws {
        let (peer, laggard) = (try live(after: 0), try live(after: 0))
        publish(1...2)
        laggard.setWritable(false)
        publish(3...4)
        publish(7...8)
        #expect(try peer.collect() == Array(1...4))
        #expect(peer.isBehind)
        #expect(!peer.caughtUp(Sample.run(5...8), after: 4))
        laggard.setWritable(true)
        #expect(laggard.isBehind)
        #expect(!laggard.caughtUp(Sample.run(3...8), after: 2))
        publish(9...9)
        #expect(try peer.collect() == Array(5...9))
        try laggard.collect()
        #expect(laggard.all == Array(1...9))
    }

    /// The store's page reaches to, below or beyond where the tail begins.
    @Test(arguments: 3...9 as ClosedRange<Message.Seq>)
    func pagesOfTheStoreAndTheTailMeetWithoutGapOrOverlap(through: Message.Seq) throws {
        let peer = try Follower(rooms, loop)
        try peer.follow(after: 0)
        #expect(peer.isBehind)
        publish(5...7)
        #expect(try peer.collect().isEmpty)
        _ = peer.caughtUp(Sample.run(1...through), after: 0)
        publish(8...9)
        if through >= 4 {
            #expect(!peer.isBehind)
            #expect(try peer.collect() == Array(1...9))
        } else {
            // Message 4 is in the store only.
            #expect(peer.isBehind)
            #expect(try peer.collect() == [1, 2, 3])
        }
    }

    @Test func aPageForAnEarlierSubscriptionIsNotDelivered() throws {
        let peer = try Follower(rooms, loop)
        try peer.follow(after: 0)
        try peer.follow(after: 5)
        #expect(peer.caughtUp(Sample.run(1...9), after: 0))
        #expect(peer.handler.position(in: Sample.conversation) == 5)
        #expect(!peer.caughtUp(Sample.run(6...9), after: 5))
        #expect(try peer.collect() == [6, 7, 8, 9])
        peer.handler.unfollow(Sample.conversation)
        #expect(peer.handler.position(in: Sample.conversation) == nil)
        publish(10...10)
        #expect(try peer.collect().isEmpty)
    }

    @Test func oneThatEndsLeavesTheOthersAlone() throws {
        let peers = try (0..<5).map { _ in try live(after: 0) }
        for (index, peer) in peers.enumerated() {
            publish(Message.Seq(index + 1)...Message.Seq(index + 1))
            _ = try peer.channel.finish(acceptAlreadyClosed: true)
        }
        #expect(peers.allSatisfy { $0.handler.position(in: Sample.conversation) == nil })
        let last = try Follower(rooms, loop)
        try last.follow(after: 5)
        // Its tail is a fresh one, which knows of nothing.
        #expect(last.isBehind)
    }

    @Test(arguments: 1...12 as ClosedRange<UInt64>)
    func whateverHappensEveryFollowerGetsEachMessageOnce(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let peers = try (0..<4).map { _ in try Follower(rooms, loop) }
        for peer in peers { try peer.follow(after: 0) }
        var head: Message.Seq = 0
        func readStore(for peer: Follower) {
            guard peer.isBehind, let position = peer.handler.position(in: Sample.conversation) else { return }
            let last = min(head, position + 12)
            let page = position < last ? Sample.run(position + 1...last) : nil
            _ = peer.caughtUp(page, after: position, hasMore: last < head)
        }
        for _ in 0..<150 {
            let peer = peers[Int.random(in: 0..<4, using: &random)]
            switch Int.random(in: 0..<6, using: &random) {
            case 0, 1:
                let count = Message.Seq.random(in: 1...8, using: &random)
                rooms.publish([Sample.run(head + 1...head + count)])
                head += count
            case 2: readStore(for: peer)
            case 3: peer.setWritable(Bool.random(using: &random))
            case 4: loop.run()
            default: try peer.collect()
            }
        }
        for peer in peers { peer.setWritable(true) }
        loop.run()
        for peer in peers {
            for _ in 0..<1000 where peer.isBehind { readStore(for: peer) }
            try peer.collect()
            #expect(peer.all == Array(1...head))
        }
    }

    /// A follower that is up to date.
    private func live(after position: Message.Seq) throws -> Follower {
        let peer = try Follower(rooms, loop)
        try peer.follow(after: position)
        if peer.isBehind { _ = peer.caughtUp(nil, after: position) }
        return peer
    }

    private func publish(_ seqs: ClosedRange<Message.Seq>, bodyBytes: Int? = nil) {
        rooms.publish([Sample.run(seqs, bodyBytes: bodyBytes)])
        loop.run()
    }
}
