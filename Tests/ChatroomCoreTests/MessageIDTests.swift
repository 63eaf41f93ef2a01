import ChatroomCore
import Testing

@testable import ChatroomTestSupport

struct MessageIDTests {
    @Test func anIDIsAUUIDOfVersionSeven() {
        var random = SeededRandom(seed: 7)
        for _ in 0..<1000 {
            let bytes = MessageID(at: Sample.noon, using: &random).bytes
            #expect(bytes[6] >> 4 == 7)
            #expect(bytes[8] >> 6 == 0b10)
            #expect(bytes.prefix(6).reduce(0) { $0 << 8 | Int64($1) } == Sample.noon.milliseconds)
        }
    }

    @Test(arguments: [Int64.min, -1, 0, .max])
    func anyTimeMakesAnID(milliseconds: Int64) {
        var random = SeededRandom(seed: 7)
        #expect(MessageID(at: Timestamp(milliseconds: milliseconds), using: &random).bytes[6] >> 4 == 7)
    }

    @Test func idsOfLaterMillisecondsSortLater() {
        var random = SeededRandom(seed: 7)
        let ids = (0..<1000).map { step in
            MessageID(at: Timestamp(milliseconds: Sample.noon.milliseconds + step), using: &random).description
        }
        #expect(ids == ids.sorted())
    }

    @Test func idsOfOneMillisecondDiffer() {
        var random = SeededRandom(seed: 7)
        let ids = Set((0..<10_000).map { _ in MessageID(at: Sample.noon, using: &random) })
        #expect(ids.count == 10_000)
    }

    @Test func textAndBytesGoThereAndBack() throws {
        var random = SeededRandom(seed: 7)
        for _ in 0..<1000 {
            let bytes = random.bytes(16)
            let id = try #require(MessageID(bytes: bytes))
            #expect(id.bytes == bytes)
            #expect(try MessageID(id.description) == id)
            #expect(try MessageID(id.description.uppercased()) == id)
        }
    }

    @Test func theTextHasTheFormOfRFC9562() {
        #expect(Sample.messageID.description == "019ab0f2-7c11-7d3e-8a40-2f6f1f0c9b11")
        #expect(hex(Sample.messageID.bytes) == "019ab0f27c117d3e8a402f6f1f0c9b11")
    }

    @Test(arguments: [
        "", "-", "019ab0f2-7c11-7d3e-8a40-2f6f1f0c9b1", "019ab0f2-7c11-7d3e-8a40-2f6f1f0c9b111",
        "019ab0f27c117d3e8a402f6f1f0c9b11", "019ab0f27c11-7d3e-8a40-2f6f-1f0c9b11",
        "019ab0f2-7c11-7d3e-8a40-2f6f1f0c9b1g",
        "019ab0f2-7c11-7d3e-8a40-2f6f1f0c９b", "{19ab0f2-7c11-7d3e-8a40-2f6f1f0c9b1}",
        "019ab0f2-7c11-7d3e-8a40-2f6f1f0c9b1\0",
        "019ab0f2-7c11-7d3e-8a40-2f6f1f0c9b1-", "éééééééééééééééééé", "------------------------------------",
    ])
    func whatIsNoIDIsRefused(text: String) {
        let error = #expect(throws: ChatError.self) { try MessageID(text) }
        #expect(error?.code == .invalid)
    }

    @Test(arguments: [0, 1, 15, 17, 32])
    func onlySixteenBytesAreAnID(count: Int) {
        #expect(MessageID(bytes: [UInt8](repeating: 1, count: count)) == nil)
    }
}
