import ChatroomCore
import NIOCore
import SwiftProtobuf
import Testing
@testable import ChatroomTestSupport

@testable import ChatroomWire

/// Every verb has a bound on its frame that was chosen for it, and none costs an event loop much.
struct RequestFieldTests {
    @Test func everyRequestIsKnownByTheFieldThatItIsSentIn() throws {
        var seen: Set<RequestField> = []
        for golden in GoldenRequest.everything {
            let head = try #require(RequestHead(ByteBuffer(bytes: bytes(hex: golden.hex)).payload))
            #expect(head.verb == golden.request.field.rawValue, "\(golden.name)")
            seen.insert(golden.request.field)
        }
        #expect(seen.count == RequestField.allCases.count)
        #expect(RequestField.allCases.map(\.rawValue) == Array(RequestField.all))
    }

    /// What decoding takes grows with the bytes and the fields of a frame, and both are bounded for each verb.
    @Test(arguments: RequestField.allCases) func noVerbHasManyBytesAndManyFields(field: RequestField) {
        let limit = RequestSizes(bodyLimit: 65_536).limit(of: field.rawValue)
        switch field {
        case .send: #expect(limit == 65_536 + 4096)
        case .putChunk: #expect(limit == 262_144 + 4096)
        default: #expect(limit <= 12 * 1024)
        }
        // As many fields as the frame has room for, in every place where one may be.
        for inner in 1...12 as ClosedRange<UInt64> {
            for unit in [[UInt8(inner << 3)] + [1], [UInt8(inner << 3 | 2), 0]] {
                let content = [UInt8](repeatElement(unit, count: (limit - 16) / 2).joined())
                let payload = [8, 7] + Self.field(field.rawValue, content)
                let most = field == .settle ? 2200 : 300
                let isFew = (try? FieldCount.fits(ByteBuffer(bytes: payload))) ?? false
                #expect(!isFew || content.count / 2 <= most, "\(inner)")
            }
        }
    }

    private static func field(_ number: UInt64, _ content: [UInt8]) -> [UInt8] {
        varint(number << 3 | 2) + varint(UInt64(content.count)) + content
    }

    private static func varint(_ number: UInt64) -> [UInt8] {
        number < 0x80 ? [UInt8(number)] : [UInt8(number & 0x7F) | 0x80] + varint(number >> 7)
    }
}
