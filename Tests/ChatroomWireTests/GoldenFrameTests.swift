import ChatroomCore
import NIOCore
import SwiftProtobuf
import Testing

@testable import ChatroomTestSupport
@testable import ChatroomWire

/// Holds the code to frames that another implementation of protobuf made.
struct GoldenFrameTests {
    @Test(arguments: GoldenRequest.all)
    func aRequestIsEncodedAsItWasAlways(golden: GoldenRequest) throws {
        let id = try ClientFrame(decoding: ByteBuffer(bytes: bytes(hex: golden.hex)).payload).id
        #expect(hex(try golden.request.frame(id: id).readableBytesView) == golden.hex)
    }

    @Test(arguments: GoldenRequest.all)
    func aRequestIsDecodedAsItWasAlways(golden: GoldenRequest) throws {
        let frame = try ClientFrame(decoding: ByteBuffer(bytes: bytes(hex: golden.hex)).payload)
        #expect(frame.request == .success(golden.request))
    }

    @Test(arguments: GoldenServerFrame.all)
    func aServerFrameIsEncodedAsItWasAlways(golden: GoldenServerFrame) {
        #expect(hex(golden.frame.encoded.readableBytesView) == golden.hex)
    }

    @Test(arguments: GoldenServerFrame.all)
    func aServerFrameIsDecodedAsItWasAlways(golden: GoldenServerFrame) throws {
        #expect(try ServerFrame.read(ByteBuffer(bytes: bytes(hex: golden.hex)).payload) == golden.frame)
    }

    @Test(arguments: GoldenRequest.all)
    func aRequestsTextFormSaysWhatItsBytesSay(golden: GoldenRequest) throws {
        let payload = bytes(hex: golden.hex).dropFirst(4)
        #expect(try PBClientFrame(textFormatString: golden.text) == PBClientFrame(serializedBytes: Array(payload)))
    }

    @Test(arguments: GoldenServerFrame.all)
    func aServerFramesTextFormSaysWhatItsBytesSay(golden: GoldenServerFrame) throws {
        let payload = bytes(hex: golden.hex).dropFirst(4)
        #expect(try PBServerFrame(textFormatString: golden.text) == PBServerFrame(serializedBytes: Array(payload)))
    }

    @Test func eachKindOfRequestHasAGoldenFrame() {
        let verbs = Set(GoldenRequest.all.map(\.request.verb))
        // As many as the oneof of ClientFrame has.
        #expect(verbs.count == 14)
        #expect(verbs.allSatisfy { $0.allSatisfy { $0 == "-" || $0.isLowercase } })
    }

    @Test func eachKindOfServerFrameHasAGoldenFrame() throws {
        let fields = try GoldenServerFrame.all.map { golden in
            let frame = try PBServerFrame(serializedBytes: Array(bytes(hex: golden.hex).dropFirst(4)))
            return frame.content.map { String(String(describing: $0).prefix { $0 != "(" }) }
        }
        // As many as the oneof of ServerFrame has.
        #expect(Set(fields).count == 11)
    }
}
