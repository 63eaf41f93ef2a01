import ChatroomCore
import NIOCore
import Testing

@testable import ChatroomTestSupport
@testable import ChatroomWire

/// Mutated frames: whatever comes, a decoder returns or throws, because a trap would end the whole server.
struct FuzzTests {
    private static let rounds = 20_000

    /// Changes a few bytes of a frame, cuts it, doubles a part, or joins it to another.
    private func mutate(_ seeds: [[UInt8]], using random: inout SeededRandom) -> [UInt8] {
        var bytes = seeds[Int.random(in: seeds.indices, using: &random)]
        for _ in 0..<Int.random(in: 1...6, using: &random) {
            let place = Int.random(in: 0...bytes.count, using: &random)
            switch Int.random(in: 0..<7, using: &random) {
            case 0: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
            case 1: bytes.removeSubrange(min(place, bytes.count)..<min(place + 3, bytes.count))
            case 2: bytes += seeds[Int.random(in: seeds.indices, using: &random)]
            case 3: bytes.removeLast(bytes.count - place)
            case 4: bytes.insert(contentsOf: [UInt8](repeating: 0xFF, count: 9) + [1], at: place)
            case 5: bytes.insert(contentsOf: bytes[place...].prefix(20), at: place)
            default:
                if place < bytes.count { bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random) }
            }
        }
        return bytes
    }

    @Test func noBytesTrapTheDecoderOfRequests() throws {
        var random = SeededRandom(for: "mutated requests")
        let seeds = GoldenRequest.everything.map { Array(bytes(hex: $0.hex).dropFirst(4)) }
        var understood = 0
        for _ in 0..<Self.rounds {
            let payload = mutate(seeds, using: &random)
            guard let frame = try? ClientFrame(decoding: ByteBuffer(bytes: payload)),
                case .success(let request) = frame.request
            else { continue }
            understood += 1
            let again = try ClientFrame(decoding: request.frame(id: frame.id).payload)
            #expect(again == frame, "\(hex(payload))")
        }
        // Else the mutations are too coarse to reach what lies behind the first check.
        #expect(understood > Self.rounds / 20)
    }

    @Test func noBytesTrapTheDecoderOfServerFrames() throws {
        var random = SeededRandom(for: "mutated server frames")
        let seeds = GoldenServerFrame.everything.map { Array(bytes(hex: $0.hex).dropFirst(4)) }
        var understood = 0
        for _ in 0..<Self.rounds {
            let payload = mutate(seeds, using: &random)
            guard let frame = try? ServerFrame.read(ByteBuffer(bytes: payload)) else {
                continue
            }
            understood += 1
            #expect(try ServerFrame.read(frame.encoded.payload) == frame, "\(hex(payload))")
        }
        #expect(understood > Self.rounds / 20)
    }

    @Test func noBytesTrapTheDecoderOfFrames() {
        var random = SeededRandom(for: "mutated streams")
        let seeds = GoldenRequest.everything.map { bytes(hex: $0.hex) }
        for _ in 0..<Self.rounds {
            let processor = NIOSingleStepByteToMessageProcessor(FrameDecoder(limit: 256), maximumBufferSize: 1024)
            let stream = mutate(seeds, using: &random)
            let cut = Int.random(in: 0...stream.count, using: &random)
            var taken = 0
            do {
                for part in [stream[..<cut], stream[cut...]] {
                    try processor.process(buffer: ByteBuffer(bytes: part)) { payload in
                        taken += 4 + payload.readableBytes
                        #expect(payload.readableBytes <= 256)
                    }
                }
                try processor.finishProcessing(seenEOF: true) { taken += 4 + $0.readableBytes }
            } catch {
                #expect((error as? ChatError)?.code == .tooLarge)
            }
            #expect(taken <= stream.count)
        }
    }

    @Test func noTextTrapsAReaderOfText() {
        var random = SeededRandom(for: "mutated texts")
        let seeds = [
            "ops", "@bob", "#ops", "ops:44", "@bob:9223372036854775807", "@a @b",
            "019ab0f2-7c11-7d3e-8a40-2f6f1f0c9b11", "é🦀\u{202E}",
        ]
        .map { Array($0.utf8) }
        for _ in 0..<Self.rounds {
            guard let text = String(validating: mutate(seeds, using: &random), as: UTF8.self) else { continue }
            if let target = try? Target(text) { #expect((try? Target(target.description)) == target) }
            if let cursor = try? Cursor(text) { #expect((try? Cursor(cursor.description)) == cursor) }
            if let id = try? MessageID(text) { #expect((try? MessageID(id.description)) == id) }
            _ = try? Token.Secret(text)
            // By bytes, as names are: a combining mark after one does not belong to it.
            let lowered = text.utf8.map { (65...90).contains($0) ? $0 + 32 : $0 }
            for name in Mentions.names(in: text) { #expect(lowered.contains(Array("@\(name)".utf8)), "\(text)") }
        }
    }
}
