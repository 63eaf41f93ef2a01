import ChatroomCore
import Foundation
import NIOCore
import SwiftProtobuf
import Testing

@testable import ChatroomTestSupport
@testable import ChatroomWire

extension GoldenRequest {
    /// Every request that has a golden frame.
    static let everything = all + ofMessages + ofRooms + ofWork + files
}

extension GoldenServerFrame {
    /// Every frame of a server that has a golden one.
    static let everything = all + ofMessages + ofConversations + files
}

/// Holds the code to golden frames of everything that the protocol's description names.
struct GoldenCoverageTests {
    @Test(arguments: GoldenRequest.everything)
    func aRequestHasItsBytesAndItsText(golden: GoldenRequest) throws {
        let payload = ByteBuffer(bytes: bytes(hex: golden.hex)).payload
        let frame = try ClientFrame(decoding: payload)
        #expect(frame.request == .success(golden.request))
        #expect(hex(try golden.request.frame(id: frame.id).readableBytesView) == golden.hex)
        #expect(
            try PBClientFrame(textFormatString: golden.text)
                == PBClientFrame(serializedBytes: Array(payload.readableBytesView)))
    }

    @Test(arguments: GoldenServerFrame.everything)
    func aServerFrameHasItsBytesAndItsText(golden: GoldenServerFrame) throws {
        let payload = ByteBuffer(bytes: bytes(hex: golden.hex)).payload
        #expect(try ServerFrame.read(payload) == golden.frame)
        #expect(hex(golden.frame.encoded.readableBytesView) == golden.hex)
        #expect(
            try PBServerFrame(textFormatString: golden.text)
                == PBServerFrame(serializedBytes: Array(payload.readableBytesView)))
    }

    @Test func everyNameIsGivenOnce() {
        #expect(Set(GoldenRequest.everything.map(\.name)).count == GoldenRequest.everything.count)
        #expect(Set(GoldenServerFrame.everything.map(\.name)).count == GoldenServerFrame.everything.count)
    }

    @Test(arguments: [
        ("ClientFrame", "request", GoldenRequest.everything.map(\.text), 34),
        ("ServerFrame", "content", GoldenServerFrame.everything.map(\.text), 26),
    ])
    func everyCaseOfAFrameHasAGoldenOne(message: String, oneof: String, texts: [String], least: Int) throws {
        let cases = try fields(of: oneof, in: message)
        #expect(cases.count >= least)
        // The text form begins with the id, if there is one, and then names the case.
        let named = Set(texts.compactMap { try? #/^(?:id: \d+ )?(\w+) \{/#.firstMatch(in: $0).map { String($0.1) } })
        #expect(named == Set(cases))
    }

    @Test(arguments: [("Send", "act"), ("Message", "entry"), ("Follow", "from"), ("Claim", "from")])
    func everyCaseWithinAFrameHasAGoldenOne(message: String, oneof: String) throws {
        let texts = (GoldenRequest.everything.map(\.text) + GoldenServerFrame.everything.map(\.text)).joined()
        for field in try fields(of: oneof, in: message) {
            #expect(texts.contains(" \(field): ") || texts.contains(" \(field) {"), "\(message).\(field)")
        }
    }

    @Test(arguments: ["History", "Message", "Summary", "Room", "Search", "ConfigureRoom", "Sent", "Marker", "Watch"])
    func everyFieldOfAMessageHasAGoldenOne(message: String) throws {
        let texts = (GoldenRequest.everything.map(\.text) + GoldenServerFrame.everything.map(\.text)).joined()
        let lines = try lines(after: "message \(message) {")
        for line in lines {
            guard let field = try #/^(?:optional |repeated )?[\w.]+ (\w+) = \d+;/#.firstMatch(in: line)?.1 else {
                continue
            }
            #expect(texts.contains(" \(field): ") || texts.contains(" \(field) {"), "\(message).\(field)")
        }
    }

    /// The names of the cases of a oneof, as the description of the protocol has them.
    private func fields(of oneof: String, in message: String) throws -> [String] {
        let all = try lines(after: "message \(message) {")
        let start = try #require(all.firstIndex(of: "oneof \(oneof) {"))
        return try all[start...].dropFirst().prefix { $0 != "}" }.compactMap { line in
            try #/^[\w.]+ (\w+) = \d+;/#.firstMatch(in: line).map { String($0.1) }
        }
    }

    /// The lines of a message of the description, without their indentation, up to the end of the message.
    private func lines(after opening: String) throws -> [String] {
        let wire = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Sources/ChatroomWire/chatroom.proto")
        let all = try String(contentsOf: wire, encoding: .utf8)
            .split(separator: "\n", omittingEmptySubsequences: false)
        let start = try #require(all.firstIndex { $0 == opening })
        return all[start...].dropFirst().prefix { $0 != "}" }.map { String($0.drop { $0 == " " }) }
    }
}
