import ChatroomCore
import ChatroomTestSupport
import ChatroomWire
import NIOCore
import NIOEmbedded
import Testing

@testable import ChatroomServer

/// A peer that does not read holds little memory, however many rooms it follows.
struct LaggardTests {
    private let loop = EmbeddedEventLoop()
    private let rooms: LoopRooms

    init() { rooms = LoopRooms(loop: loop) }

    private static func run(_ room: Int, _ seqs: ClosedRange<Message.Seq>, bytes: Int) -> EncodedRun {
        let messages = seqs.map { Sample.stored($0, body: String(repeating: "x", count: bytes)) }
        var run = Run(messages[0], in: Conversation.ID(rawValue: Int64(room)))
        for message in messages.dropFirst() { run.append(message) }
        return EncodedRun(run, by: WireOutlet.encode)
    }

    /// A peer that follows rooms from their beginning and is up to date.
    private func follower(of count: Int) throws -> Follower {
        let peer = try Follower(rooms, loop)
        for room in 1...count {
            let id = Conversation.ID(rawValue: Int64(room))
            try peer.handler.follow(Following(conversation: id, position: 0, head: 0), reply: ByteBuffer())
            _ = peer.handler.caughtUp(nil, after: 0, in: id, hasMore: false)
        }
        while try peer.channel.readOutbound(as: ByteBuffer.self) != nil {}
        return peer
    }

    private func publish(_ room: Int, _ seqs: ClosedRange<Message.Seq>, bytes: Int) {
        rooms.publish([Self.run(room, seqs, bytes: bytes)])
        loop.run()
    }

    @Test func howeverManyRoomsItFollows() throws {
        let (laggard, prompt) = (try follower(of: 8), try follower(of: 8))
        laggard.setWritable(false)
        for seq in 1...12 as ClosedRange<Message.Seq> {
            for room in 1...8 { publish(room, seq...seq, bytes: 60_000) }
            while try prompt.channel.readOutbound(as: ByteBuffer.self) != nil {}
        }
        #expect(laggard.handler.keptBytes <= RoomTail.capacity)
        #expect(rooms.keptBytes <= RoomTail.capacity)
        // What it was let go of is read for it from the store, and nothing is missing.
        laggard.setWritable(true)
        loop.run()
        #expect(!laggard.handler.beingRead.isEmpty && laggard.handler.beingRead.count < 8)
        for id in laggard.handler.beingRead {
            #expect(laggard.handler.position(in: id) == 0)
            let page = Self.run(Int(id.rawValue), 1...12, bytes: 60_000)
            #expect(!laggard.handler.caughtUp(page, after: 0, in: id, hasMore: false))
        }
        for room in 1...8 { publish(room, 13...13, bytes: 10) }
        var seqs: [Int64: [Message.Seq]] = [:]
        let decoder = FrameDecoder(limit: Frame.limit)
        while var bytes = try laggard.channel.readOutbound(as: ByteBuffer.self) {
            while let frame = try decoder.decode(buffer: &bytes) {
                guard case .event(.posted(let id, let message))? = try ServerFrame.decode(frame) else { continue }
                seqs[id.rawValue, default: []].append(message.seq)
            }
        }
        for room in 1...8 as ClosedRange<Int64> { #expect(seqs[room] == Array(1...13), "\(room)") }
        #expect(laggard.handler.keptBytes == 0 && rooms.keptBytes == 0)
    }

    @Test func nothingIsHeldForOneThatEnds() throws {
        let laggard = try follower(of: 3)
        laggard.setWritable(false)
        for room in 1...3 { publish(room, 1...8, bytes: 60_000) }
        #expect(laggard.handler.keptBytes > 1_000_000)
        laggard.handler.unfollow(Conversation.ID(rawValue: 1))
        laggard.handler.unfollow(Conversation.ID(rawValue: 2))
        laggard.handler.unfollow(Conversation.ID(rawValue: 3))
        #expect(laggard.handler.keptBytes == 0 && rooms.keptBytes == 0)
    }

    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func everyFollowerGetsEachMessageOnceWhateverIsKept(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let peer = try follower(of: 6)
        var heads = [Message.Seq](repeating: 0, count: 7)
        var seqs: [Int64: [Message.Seq]] = [:]
        let decoder = FrameDecoder(limit: Frame.limit)
        func collect() throws {
            while var bytes = try peer.channel.readOutbound(as: ByteBuffer.self) {
                while let frame = try decoder.decode(buffer: &bytes) {
                    guard case .event(.posted(let id, let message))? = try ServerFrame.decode(frame) else { continue }
                    seqs[id.rawValue, default: []].append(message.seq)
                }
            }
        }
        func readStore() {
            guard let id = peer.handler.beingRead.min(by: { $0.rawValue < $1.rawValue }),
                let position = peer.handler.position(in: id)
            else { return }
            let room = Int(id.rawValue)
            let last = min(heads[room], position + 12)
            let page = position < last ? Self.run(room, position + 1...last, bytes: 20_000) : nil
            _ = peer.handler.caughtUp(page, after: position, in: id, hasMore: last < heads[room])
        }
        for _ in 0..<100 {
            switch Int.random(in: 0..<6, using: &random) {
            case 0, 1, 2:
                let room = Int.random(in: 1...6, using: &random)
                let count = Message.Seq.random(in: 1...6, using: &random)
                publish(room, heads[room] + 1...heads[room] + count, bytes: 20_000)
                heads[room] += count
                #expect(peer.handler.keptBytes <= RoomTail.capacity)
            case 3: if peer.channel.isWritable { readStore() }
            case 4: peer.setWritable(Bool.random(using: &random))
            default: try collect()
            }
        }
        peer.setWritable(true)
        loop.run()
        for _ in 0..<1000 where !peer.handler.beingRead.isEmpty { readStore() }
        try collect()
        for room in 1...6 { #expect(seqs[Int64(room), default: []] == Array(0..<heads[room]).map { $0 + 1 }) }
        #expect(peer.handler.keptBytes == 0)
    }
}
