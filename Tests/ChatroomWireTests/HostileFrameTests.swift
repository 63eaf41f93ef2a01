import ChatroomCore
import NIOCore
import SwiftProtobuf
import Testing

@testable import ChatroomTestSupport
@testable import ChatroomWire

/// Frames that no honest peer sends.
struct HostileFrameTests {
    private func request(_ hexDigits: String) throws -> ClientFrame {
        try ClientFrame(decoding: ByteBuffer(bytes: bytes(hex: hexDigits)))
    }

    private func expectViolation(_ payload: [UInt8], _ comment: Comment? = nil) {
        for decode in [
            { _ = try ClientFrame(decoding: ByteBuffer(bytes: payload)) },
            { _ = try ServerFrame.read(ByteBuffer(bytes: payload)) },
        ] as [() throws -> Void] {
            let error = #expect(throws: ChatError.self, comment) { try decode() }
            #expect(error?.code == .protocolViolation, comment)
        }
    }

    @Test func anUnknownRequestIsAnErrorAndNoViolation() throws {
        // id: 5, and a field 500 that no version has: an empty message.
        let frame = try request("0805a21f00")
        #expect(frame.id == 5)
        #expect(throws: ChatError(.unknownRequest, "this server does not know this kind of request")) {
            try frame.request.get()
        }
    }

    @Test func aRequestWithoutAKindIsUnknownToo() throws {
        #expect(throws: ChatError.self) { try request("0805").request.get() }
    }

    @Test func anUnknownFieldIsIgnored() throws {
        // Fields 500 of every wire type in the frame, then a ping that has one itself.
        let extra = ["a01f07", "a11f0102030405060708", "a21f03616263", "a51f01020304"].joined()
        #expect(try request("0805" + extra + "7a04a21f0178") == ClientFrame(id: 5, request: .ping))
    }

    @Test func anUnknownServerFrameMayBeIgnored() throws {
        #expect(try ServerFrame.read(ByteBuffer(bytes: bytes(hex: "a21f00"))) == nil)
        #expect(try ServerFrame.read(ByteBuffer()) == nil)
    }

    @Test func aRequestWithoutAnIDEndsTheConnection() {
        for payload in ["", "7a00", "08007a00"] {
            let error = #expect(throws: ChatError.self) { try request(payload) }
            #expect(error?.code == .protocolViolation)
        }
    }

    @Test func theLastOfTwoRequestsInOneFrameCounts() throws {
        #expect(try request("08057a007200") == ClientFrame(id: 5, request: .who(Who())))
    }

    @Test(arguments: ["ff", "c0af", "eda080", "f4908080", "c3", "e28294ff", "80"])
    func textThatIsNotUTF8IsRefusedAndNotRepaired(text: String) {
        let bad = bytes(hex: text)
        let body = [0x1A, UInt8(bad.count)] + bad
        let target = [0x12, 0x05] + Array("lobby".utf8)
        let id = [0x0A, 0x10] + Sample.messageID.bytes
        let send = id + target + body
        // Each decoder gets a frame of its own kind: to the other one these fields are unknown, and so no text.
        let request = [0x08, 0x05, 0x4A, UInt8(send.count)] + send
        let refusal = #expect(throws: ChatError.self) { try ClientFrame(decoding: ByteBuffer(bytes: request)) }
        #expect(refusal?.code == .protocolViolation)
        let error = [0x12, UInt8(bad.count)] + bad
        let reply = [0x08, 0x05, 0x12, UInt8(error.count)] + error
        let other = #expect(throws: ChatError.self) { try ServerFrame.read(ByteBuffer(bytes: reply)) }
        #expect(other?.code == .protocolViolation)
    }

    @Test func everyTruncationOfAFrameIsRefusedOrMeansLess() throws {
        for golden in GoldenRequest.all {
            let payload = Array(bytes(hex: golden.hex).dropFirst(4))
            for count in 0..<payload.count {
                let cut = ByteBuffer(bytes: payload.prefix(count))
                let frame = try? ClientFrame(decoding: cut)
                #expect(frame?.request != .success(golden.request), "\(golden.name) cut to \(count)")
            }
        }
    }

    @Test(arguments: [
        "0d", "12", "4a8080808008", "0880808080808080808080", "07", "0c", "08ffffffffffffffffffff01", "00", "4aff",
    ])
    func bytesThatAreNoProtobufEndTheConnection(payload: String) {
        expectViolation(bytes(hex: payload))
    }

    /// 64-fold nested and then 100,000-fold nested groups, which a recursive decoder would overflow its stack with.
    @Test func deepNestingEndsTheConnectionAndNotTheServer() {
        let group = bytes(hex: "a31f")
        expectViolation([0x08, 0x05] + (0..<100_000).flatMap { _ in group })
        expectViolation(
            [0x08, 0x05] + (0..<200_000).flatMap { _ in group } + (0..<200_000).flatMap { _ in bytes(hex: "a41f") })
    }

    /// A payload, and the words by which its refusal shows that it was refused for the reason that is meant.
    static let invalid = [
        ("08051a0c0a0673797374656d12001801", "reserved"),
        ("08051a070a05616c696365", "a human, an agent or a script"),
        ("08051a090a05616c6963651863", "a human, an agent or a script"),
        ("08052200", "without a credential"),
        ("08054a190a0f0000000000000000000000000000001206" + "6c6f62627979", "16 bytes"),
        ("08054a00", "16 bytes"),
        ("08054a190a10" + String(repeating: "00", count: 16) + "1205" + "6c6f622079", "has only letters"),
        ("08054a240a10" + String(repeating: "00", count: 16) + "12056c6f62627920ffffffffffffffffff01", "not negative"),
        ("080552120a056c6f62627910ffffffffffffffffff01", "not negative"),
        ("08055200", "1 to 32 characters"),
        ("08055a120a056c6f62627910ffffffffffffffffff01", "not negative"),
        ("08056a03120120", "cursor name"),
        ("08056a11120472656164" + "18ffffffffffffffffff01", "not negative"),
    ]

    @Test(arguments: invalid)
    func aWellFormedRequestWithABadValueIsRefusedAlone(payload: String, reason: String) throws {
        let frame = try request(payload)
        let error = #expect(throws: ChatError.self) { try frame.request.get() }
        #expect(error?.code == .invalid)
        #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
        #expect(frame.id == 5)
    }

    @Test func aTokenOfAnotherLengthIsAWrongCredential() throws {
        let error = #expect(throws: ChatError.self) { try request("0805220312014a").request.get() }
        #expect(error?.code == .wrongCredentials)
    }

    @Test func aPageLimitIsHeldToWhatIsAllowed() throws {
        for (limit, taken) in [(0, 1000), (1, 1), (1000, 1000), (1001, 1000), (Int.max, 1000)] {
            let query = HistoryQuery(target: .lobby, limit: limit)
            let frame = try ClientFrame(decoding: Request.history(query).frame(id: 1).payload)
            #expect(frame.request == .success(.history(HistoryQuery(target: .lobby, limit: taken))))
        }
    }

    /// A posted message without an id; a login of a user without a name; a new token of 31 bytes.
    static let broken = [
        "5a0408021200", "08052a00", "08052a2a0a05616c69636510012" + "21f" + String(repeating: "00", count: 31),
    ]

    @Test(arguments: broken)
    func aServerThatBreaksTheProtocolIsToldApart(payload: String) throws {
        // Well formed as protobuf, or else this would test the wrong refusal.
        _ = try PBServerFrame(serializedBytes: bytes(hex: payload))
        let error = #expect(throws: ChatError.self) {
            try ServerFrame.read(ByteBuffer(bytes: bytes(hex: payload)))
        }
        #expect(error?.code == .protocolViolation)
    }
}
