import ChatroomCore
import ChatroomWire
import NIOCore
import NIOTestUtils
import Testing

@testable import ChatroomTestSupport

struct FrameDecoderTests {
    /// A stream of frames of several sizes, an empty one and one of the largest size among them.
    private static let payloads: [[UInt8]] = [
        [1], [], [2, 3], Array("löwe ✓".utf8), [UInt8](repeating: 7, count: 64), [0],
    ]

    private static func stream(_ payloads: [[UInt8]]) -> [UInt8] {
        payloads.flatMap { payload in [0, 0, 0, UInt8(payload.count)] + payload }
    }

    /// Feeds a stream in slices and returns the payloads that came out.
    private func decode(_ slices: [[UInt8]], limit: Int = 64) throws -> [[UInt8]] {
        let processor = NIOSingleStepByteToMessageProcessor(FrameDecoder(limit: limit))
        var payloads: [[UInt8]] = []
        for slice in slices {
            try processor.process(buffer: ByteBuffer(bytes: slice)) { payloads.append(Array($0.readableBytesView)) }
        }
        try processor.finishProcessing(seenEOF: true) { payloads.append(Array($0.readableBytesView)) }
        return payloads
    }

    @Test func theVerifierOfNIOAgrees() throws {
        let frames = Self.payloads.map { payload in
            (ByteBuffer(bytes: Self.stream([payload])), [ByteBuffer(bytes: payload)])
        }
        try ByteToMessageDecoderVerifier.verifyDecoder(inputOutputPairs: frames) { FrameDecoder(limit: 64) }
    }

    @Test func aGluedStreamIsCutIntoItsFrames() throws {
        #expect(try decode([Self.stream(Self.payloads)]) == Self.payloads)
    }

    @Test func oneByteAtATimeGivesTheSameFrames() throws {
        #expect(try decode(Self.stream(Self.payloads).map { [$0] }) == Self.payloads)
    }

    @Test func everySplitInTwoAndThreeGivesTheSameFrames() throws {
        let stream = Self.stream(Self.payloads)
        for first in 0...stream.count {
            for second in stride(from: first, through: stream.count, by: 3) {
                let slices = [stream[..<first], stream[first..<second], stream[second...]].map { Array($0) }
                #expect(try decode(slices) == Self.payloads, "split at \(first) and \(second)")
            }
        }
    }

    @Test func randomSlicesGiveTheSameFrames() throws {
        var random = SeededRandom(for: "random slices of frames")
        for _ in 0..<500 {
            let payloads = (0..<Int.random(in: 0...20, using: &random)).map { _ in
                random.bytes(Int.random(in: 0...64, using: &random))
            }
            var rest = Self.stream(payloads)[...]
            var slices: [[UInt8]] = []
            while !rest.isEmpty {
                let count = min(rest.count, Int.random(in: 1...40, using: &random))
                slices.append(Array(rest.prefix(count)))
                rest = rest.dropFirst(count)
            }
            #expect(try decode(slices) == payloads)
        }
    }

    @Test(arguments: [65, 66, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF] as [UInt32])
    func aFrameOverTheLimitIsRefusedOnItsLengthAlone(length: UInt32) {
        let decoder = FrameDecoder(limit: 64)
        var buffer = ByteBuffer(integer: length)
        let error = #expect(throws: ChatError.self) { try decoder.decode(buffer: &buffer) }
        #expect(error?.code == .tooLarge)
    }

    @Test func nothingAfterATooLargeFrameIsTaken() {
        let stream = Self.stream([[1]]) + [0, 0, 0, 65] + Self.stream([[2]])
        var taken: [[UInt8]] = []
        let processor = NIOSingleStepByteToMessageProcessor(FrameDecoder(limit: 64))
        #expect(throws: ChatError.self) {
            try processor.process(buffer: ByteBuffer(bytes: stream)) { taken.append(Array($0.readableBytesView)) }
        }
        #expect(taken == [[1]])
    }

    @Test func aFrameOfExactlyTheLimitIsTaken() throws {
        #expect(try decode([[0, 0, 0, 2, 8, 9]], limit: 2) == [[8, 9]])
    }

    @Test func theLimitMayBeRaisedBetweenFrames() throws {
        let decoder = FrameDecoder(limit: 1)
        var buffer = ByteBuffer(bytes: [0, 0, 0, 1, 9, 0, 0, 0, 2, 8, 8])
        #expect(try decoder.decode(buffer: &buffer) == ByteBuffer(bytes: [9]))
        decoder.limit = 2
        #expect(try decoder.decode(buffer: &buffer) == ByteBuffer(bytes: [8, 8]))
    }

    @Test func anUnfinishedFrameAtTheEndIsDropped() throws {
        for cut in 1..<8 {
            let stream = Self.stream([[1]]) + [0, 0, 0, 4, 1, 2, 3].prefix(cut)
            #expect(try decode([stream]) == [[1]])
        }
    }

    @Test func theLengthIsWrittenBigEndian() {
        let frame = ServerFrame.event(.posted(Sample.conversation, Sample.question)).encoded
        #expect(frame.getInteger(at: 0, as: UInt32.self) == UInt32(frame.readableBytes - 4))
    }
}
