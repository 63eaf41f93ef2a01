import ChatroomCore
import NIOCore
import NIOEmbedded
import Testing

@testable import ChatroomServer

struct RoomTailTests {
    @Test func nothingIsKnownBeforeTheFirstMessage() {
        let tail = RoomTail(loop: EmbeddedEventLoop())
        guard case .unknown = tail.read(after: 0) else { return wrong(tail.read(after: 0)) }
        guard case .unknown = tail.read(after: 7) else { return wrong(tail.read(after: 7)) }
    }

    @Test func aPositionIsAtTheEndWithinOrBefore() throws {
        let tail = RoomTail(loop: EmbeddedEventLoop())
        tail.append(Sample.run(5...9))
        for position in [9, 10, 100] as [Message.Seq] {
            guard case .nothing = tail.read(after: position) else { return wrong(tail.read(after: position)) }
        }
        for position in 4...8 as ClosedRange<Message.Seq> {
            #expect(try frames(tail, after: position) == Array(position + 1...9))
        }
        for position in 0...3 as ClosedRange<Message.Seq> {
            guard case .gone = tail.read(after: position) else { return wrong(tail.read(after: position)) }
        }
    }

    @Test func runsThatFollowEachOtherAreOneSlice() throws {
        let tail = RoomTail(loop: EmbeddedEventLoop())
        tail.append(Sample.run(1...3))
        tail.append(Sample.run(4...4))
        tail.append(Sample.run(5...9))
        #expect(try frames(tail, after: 2) == Array(3...9))
    }

    @Test(arguments: [1, 1000, 60_000])
    func slicesEndWithAFrameAndAreBounded(bodyBytes: Int) throws {
        let tail = RoomTail(loop: EmbeddedEventLoop())
        let count = Message.Seq(min(3000, 1_500_000 / (bodyBytes + 100)))
        for first in stride(from: 1, through: count, by: 7) {
            tail.append(Sample.run(first...min(first + 6, count), bodyBytes: bodyBytes))
        }
        var position: Message.Seq = 0
        while position < count {
            guard case .frames(let bytes, let through) = tail.read(after: position) else {
                return wrong(tail.read(after: position))
            }
            #expect(bytes.readableBytes <= RoomTail.sliceSize)
            #expect(try Follower.seqs(bytes) == Array(position + 1...through))
            position = through
        }
        guard case .nothing = tail.read(after: count) else { return wrong(tail.read(after: count)) }
    }

    @Test func aFrameLargerThanASliceComesAlone() throws {
        let tail = RoomTail(loop: EmbeddedEventLoop())
        tail.append(Sample.run(1...1))
        tail.append(Sample.run(2...2, bodyBytes: RoomTail.sliceSize + 1000))
        tail.append(Sample.run(3...3))
        #expect(try frames(tail, after: 0) == [1])
        #expect(try frames(tail, after: 1) == [2])
        #expect(try frames(tail, after: 2) == [3])
    }

    /// Whether a run overlaps what is there, or what is there overlaps it, each message is there once.
    @Test(arguments: 1...9 as ClosedRange<Message.Seq>, 1...9 as ClosedRange<Message.Seq>)
    func whatIsThereAlreadyIsNotTakenTwice(first: Message.Seq, last: Message.Seq) throws {
        guard first <= last, first <= 6 else { return }
        let tail = RoomTail(loop: EmbeddedEventLoop())
        tail.append(Sample.run(1...3))
        tail.append(Sample.run(4...5))
        tail.append(Sample.run(first...last))
        let end = max(5, last)
        #expect(try frames(tail, after: 0) == Array(1...end))
        tail.append(Sample.run(end + 1...end + 2))
        #expect(try frames(tail, after: 3) == Array(4...end + 2))
    }

    @Test func aGapBeginsTheTailAnew() throws {
        let tail = RoomTail(loop: EmbeddedEventLoop())
        tail.append(Sample.run(1...3))
        tail.append(Sample.run(6...7))
        for position in 0...4 as ClosedRange<Message.Seq> {
            guard case .gone = tail.read(after: position) else { return wrong(tail.read(after: position)) }
        }
        #expect(try frames(tail, after: 5) == [6, 7])
        #expect(tail.size == Sample.run(6...7).encoded().bytes.readableBytes)
    }

    private func frames(_ tail: RoomTail, after position: Message.Seq) throws -> [Message.Seq] {
        guard case .frames(let bytes, let through) = tail.read(after: position) else {
            wrong(tail.read(after: position))
            return []
        }
        let seqs = try Follower.seqs(bytes)
        #expect(seqs.last == through)
        return seqs
    }

    private func wrong(_ reading: RoomTail.Reading) { Issue.record("\(reading)") }
}
