import ChatroomCore
import ChatroomTestSupport
import NIOCore
import Testing

@testable import ChatroomWire

/// Requests are bounded by their kind before they are decoded, and in number of fields.
struct RequestDecoderTests {
    private static let body = 65_536

    /// The largest frame of each verb, by the number of its field.
    private static let limits: [(verb: UInt64, limit: Int)] = RequestField.all.map { verb in
        switch verb {
        case 9: (verb, body + 4096)
        case 25, 26: (verb, 12 * 1024)
        case 30: (verb, 256 * 1024 + 4096)
        default: (verb, 4096)
        }
    }

    private func decode(_ slices: [[UInt8]]) throws -> [ClientFrame] {
        let decoder = RequestDecoder(limit: Frame.limit, bodyLimit: Self.body)
        let processor = NIOSingleStepByteToMessageProcessor(decoder, maximumBufferSize: 2 * Frame.limit)
        var frames: [ClientFrame] = []
        for slice in slices { try processor.process(buffer: ByteBuffer(bytes: slice)) { frames.append($0) } }
        return frames
    }

    private static func varint(_ number: UInt64) -> [UInt8] {
        number < 0x80 ? [UInt8(number)] : [UInt8(number & 0x7F) | 0x80] + varint(number >> 7)
    }

    private static func field(_ number: UInt64, _ content: [UInt8]) -> [UInt8] {
        varint(number << 3 | 2) + varint(UInt64(content.count)) + content
    }

    private static func frame(_ payload: [UInt8]) -> [UInt8] {
        withUnsafeBytes(of: UInt32(payload.count).bigEndian) { Array($0) } + payload
    }

    private static let ping: [UInt8] = [0, 0, 0, 4, 8, 9, 0x7A, 0]

    /// A request of a verb whose frame has so many bytes, nearly all in a field that nobody knows.
    private static func request(_ verb: UInt64, bytes: Int) -> [UInt8] {
        var room = bytes - 12
        while true {
            let payload = [8, 7] + field(verb, field(900, [UInt8](repeating: 0, count: room)))
            if payload.count == bytes { return payload }
            room += payload.count < bytes ? 1 : -1
        }
    }

    private func refusal(_ payload: [UInt8]) throws -> ChatError.Code? {
        let frames = try decode([Self.frame(payload) + Self.ping])
        // Whatever became of it, the next request is taken.
        #expect(frames.count == 2 && frames.last == ClientFrame(id: 9, request: .ping))
        if case .failure(let error)? = frames.first?.request { return error.code }
        return nil
    }

    @Test func eachVerbHasALimitOfItsOwn() throws {
        for (verb, limit) in Self.limits {
            #expect(try refusal(Self.request(verb, bytes: limit)) != .tooLarge, "\(verb)")
            #expect(try refusal(Self.request(verb, bytes: limit + 1)) == .tooLarge, "\(verb)")
            #expect(try refusal(Self.request(verb, bytes: Frame.limit)) == .tooLarge, "\(verb)")
        }
    }

    @Test func whatIsRefusedIsAnsweredUnderItsIDHoweverItComes() throws {
        let stream = Self.frame(Self.request(26, bytes: 20_000)) + Self.ping
        for step in [1, 7, 4096] {
            let slices = stride(from: 0, to: stream.count, by: step).map {
                Array(stream[$0..<min($0 + step, stream.count)])
            }
            let frames = try decode(slices)
            #expect(frames.map(\.id) == [7, 9])
        }
    }

    @Test(arguments: [(1, true), (2, false)])
    func aFrameOverTheLimitOfAllEndsTheConnection(padding: Int, isTaken: Bool) throws {
        let decoder = RequestDecoder(limit: 8, bodyLimit: Self.body)
        let processor = NIOSingleStepByteToMessageProcessor(decoder, maximumBufferSize: 64)
        let payload = [8, 9, 0x7A, 0] + Self.field(900, [UInt8](repeating: 0, count: padding))
        var taken = 0
        let error = Result { try processor.process(buffer: ByteBuffer(bytes: Self.frame(payload))) { _ in taken += 1 } }
        if case .failure(let error) = error { #expect((error as? ChatError)?.code == .tooLarge) }
        #expect(taken == (isTaken ? 1 : 0))
        #expect(((try? error.get()) != nil) == isTaken)
    }

    @Test func nothingOfARefusedRequestIsKept() throws {
        let decoder = RequestDecoder(limit: Frame.limit, bodyLimit: Self.body)
        var buffer = ByteBuffer(bytes: Self.frame(Self.request(26, bytes: 1_000_000)).prefix(5000))
        #expect(try decoder.decode(buffer: &buffer)?.id == 7)
        #expect(try decoder.decode(buffer: &buffer) == nil)
        #expect(buffer.readableBytes == 0)
    }

    @Test func aLargeFrameBeginsWithItsRequestOrEndsTheConnection() {
        let search = Self.field(26, Self.field(900, [UInt8](repeating: 0, count: 5000)))
        let starts: [[UInt8]] = [
            [], [0x7A, 0, 8, 7], Self.field(900, [1]) + [8, 7], [8, 0], [8, 7, 0xA0, 0x38, 1], [8, 7, 8, 7],
        ]
        for start in starts {
            let error = #expect(throws: ChatError.self) { _ = try decode([Self.frame(start + search)]) }
            #expect(error?.code == .protocolViolation, "\(start)")
        }
    }

    @Test func anotherRequestBehindTheFirstIsNoWayAround() throws {
        let many = [UInt8](repeating: 0, count: 60_000)
        for first in [Self.field(9, []), Self.field(15, []), Self.field(30, [])] {
            #expect(try refusal([8, 7] + first + Self.field(26, Self.field(900, many))) == .tooLarge)
            #expect(try refusal([8, 7] + first + Self.field(900, many)) == .tooLarge)
        }
        // What comes behind may have as many bytes as any request.
        #expect(try refusal([8, 7] + Self.field(9, []) + Self.field(26, Self.field(900, many))) == .tooLarge)
    }

    @Test(arguments: [
        (26, 1, 257), (9, 8, 300), (9, 3, 257), (2, 3, 257), (30, 3, 5000), (4, 1, 257), (25, 2, 1101), (15, 900, 257),
    ])
    func emptyFieldsAreCounted(verb: UInt64, field: UInt64, count: Int) throws {
        let content = Array(repeatElement(Self.field(field, []), count: count).joined())
        #expect(try refusal([8, 7] + Self.field(verb, content)) == .tooLarge)
    }

    @Test func fieldsInFieldsAndListsOfNumbersAreCounted() throws {
        let choices = Array(repeatElement(Self.field(1, []), count: 300).joined())
        #expect(try refusal([8, 7] + Self.field(9, Self.field(8, choices))) == .tooLarge)
        let numbers = [UInt8](repeating: 1, count: 1200)
        for field: UInt64 in [3, 4] {
            #expect(try refusal([8, 7] + Self.field(25, Self.field(field, numbers))) == .tooLarge)
        }
        #expect(try refusal([8, 7] + Self.field(2, Self.field(1, numbers))) == .tooLarge)
        // Numbers of the longest form are no way around, nor are groups.
        let long: [UInt8] = [0xA0, 0x38] + [UInt8](repeating: 0xFF, count: 9) + [1]
        #expect(try refusal([8, 7] + Self.field(15, Array(repeatElement(long, count: 300).joined()))) == .tooLarge)
        let groups = Array(repeatElement([0xA3, 0x38, 0xA4, 0x38] as [UInt8], count: 200).joined())
        #expect(try refusal([8, 7] + Self.field(15, groups)) == .tooLarge)
    }

    @Test func theLargestRequestsThatAClientMaySendAreTaken() throws {
        let name = String(repeating: "n", count: 32)
        var search = Search(terms: Array(repeating: SearchTerm(text: String(repeating: "x", count: 256)), count: 32))
        search.target = .direct(try UserName(name))
        search.from = try UserName(name)
        let choices = (0..<11).map { "\($0)" + String(repeating: "c", count: 62) }
        let settled = (0..<1000).map { Int64.max - $0 }
        let cursor = try Cursor.Name(String(repeating: "c", count: 64))
        let conversation = Conversation.ID(rawValue: .max)
        let long = String(repeating: "m", count: Self.body)
        let requests: [Request] = [
            .search(search),
            .settle(Settle(conversation: conversation, cursor: cursor, done: settled)),
            .settle(
                Settle(
                    conversation: conversation, cursor: cursor, done: Array(settled[..<500]),
                    failed: Array(settled[500...]))),
            .send(OutgoingMessage(long, to: .direct(try UserName(name)))),
            .send(
                OutgoingMessage(
                    id: OutgoingMessage("").id, target: .direct(try UserName(name)), body: long, replyTo: .max,
                    act: .ask(choices: choices, within: OutgoingMessage.longestWait))),
            .setAway(String(repeating: "a", count: 256)),
            .changePassword(
                ChangePassword(
                    old: String(repeating: "o", count: 1024), new: String(repeating: "n", count: 1024))),
            .createRoom(CreateRoom(room: try RoomName(name), topic: String(repeating: "t", count: 512))),
            .uploadFile(
                UploadFile(target: .lobby, name: try FileName(String(repeating: "f", count: 255)), size: .max)),
            .putChunk(
                FileChunk(
                    file: try FileID("f_0123456789"), offset: .max >> 1,
                    bytes: ByteBuffer(repeating: 1, count: Attachment.chunkSize))),
        ]
        for request in requests {
            let frame = ClientFrame(id: .max >> 1, request: request)
            var buffer = ByteBuffer()
            try frame.encode(into: &buffer)
            #expect(try decode([Array(buffer.readableBytesView)]) == [frame], "\(request.verb)")
        }
    }
}
