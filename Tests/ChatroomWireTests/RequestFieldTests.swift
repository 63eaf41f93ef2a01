import ChatroomCore
import NIOCore
import SwiftProtobuf
import Testing

@testable import ChatroomTestSupport
@testable import ChatroomWire

/// Every verb has a bound on its frame that was chosen for it, and none costs an event loop much.
struct RequestFieldTests {
    @Test func everyRequestIsKnownByTheFieldThatItIsSentIn() throws {
        var fields: [String: UInt64] = [:]
        for golden in GoldenRequest.everything {
            let head = try #require(RequestHead(ByteBuffer(bytes: bytes(hex: golden.hex)).payload))
            #expect(RequestField.all.contains(head.verb), "\(golden.name)")
            fields[Self.label(of: golden.request)] = head.verb
        }
        #expect(Set(fields.values) == RequestField.all)
        #expect(fields.count == RequestField.all.count)
        let named = [
            "hello": RequestField.hello, "login": RequestField.login, "send": RequestField.send,
            "settle": RequestField.settle, "search": RequestField.search, "putChunk": RequestField.putChunk,
        ]
        for (label, field) in named { #expect(fields[label] == field, "\(label)") }
    }

    /// The name of the case.
    private static func label(of request: Request) -> String { Mirror(reflecting: request).children.first?.label ?? "" }

    /// What decoding takes grows with the bytes and the fields of a frame, and both are bounded for each verb.
    @Test(arguments: RequestField.all.sorted()) func noVerbHasManyBytesAndManyFields(field: UInt64) {
        let limit = RequestSizes(bodyLimit: 65_536).limit(of: field)
        switch field {
        case RequestField.send: #expect(limit == 65_536 + 4096)
        case RequestField.putChunk: #expect(limit == 262_144 + 4096)
        default: #expect(limit <= 12 * 1024)
        }
        // As many fields as the frame has room for, in every place where one may be.
        for inner in 1...12 as ClosedRange<UInt64> {
            for unit in [[UInt8(inner << 3)] + [1], [UInt8(inner << 3 | 2), 0]] {
                let content = [UInt8](repeatElement(unit, count: (limit - 16) / 2).joined())
                let payload = [8, 7] + Self.field(field, content)
                let most = field == RequestField.settle ? 2200 : 300
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
