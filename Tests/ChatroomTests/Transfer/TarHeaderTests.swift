import ChatroomTestSupport
import Glibc
import Testing

@testable import ChatroomClient

/// What only files that are too large for a test would show.
struct TarHeaderTests {
    private func header(_ size: Int64, time: Int = 1_234_567_890) -> [UInt8] {
        var status = stat()
        status.st_mode = S_IFREG | 0o4755
        status.st_mtim.tv_sec = time
        return TarHeader.make(path: "x", kind: .file, size: size, status: status)
    }

    @Test(arguments: [0o777_7777_7777, 0o1_000_0000_0000, 1 << 40, .max] as [Int64])
    func aHugeFileHasItsSize(size: Int64) async throws {
        try await ArchiveScene.with { scene in
            let environment = ["PATH": "/usr/bin:/bin", "TZ": "UTC"]
            let process = try RunningProcess(
                "/bin/tar", ["-t", "-v", "-f", "-"], environment: environment, input: .bytes(header(size)))
            let line = try await process.waitForExit().output
            #expect(line.contains("-rwxr-xr-x 0/0") && line.contains(" \(size) 2009-02-13"), "\(line)")
        }
    }

    @Test func onlyPermissionsAreKept() {
        let mode = header(0)[100..<108]
        #expect(Array(mode) == Array("0000755".utf8) + [0])
    }

    @Test func theFieldsAreThoseOfTheStandard() {
        let header = header(0o1234)
        func text(_ range: Range<Int>) -> String { String(decoding: header[range].prefix { $0 != 0 }, as: UTF8.self) }
        #expect(header.count == 512 && text(0..<100) == "x" && text(156..<157) == "0" && text(157..<257) == "")
        #expect(text(108..<116) == "0000000" && text(116..<124) == "0000000" && text(124..<136) == "00000001234")
        #expect(text(136..<148) == "11145401322" && text(257..<263) == "ustar" && text(263..<265) == "00")
        let sum = header.enumerated().reduce(0) { $0 + ((148..<156).contains($1.offset) ? 32 : Int($1.element)) }
        let digits = String(sum, radix: 8)
        #expect(text(148..<156) == String(repeating: "0", count: 6 - digits.count) + digits && header[155] == 0x20)
    }

    @Test func aTimeBefore1970IsTheFirst() {
        #expect(header(0, time: -5)[136..<147].allSatisfy { $0 == UInt8(ascii: "0") })
    }

    @Test(arguments: [0, 1, 511, 512, 513])
    func paddingFillsTheLastBlock(count: Int) {
        let padded = TarHeader.padded([UInt8](repeating: 7, count: count))
        #expect(padded.count % 512 == 0 && padded.count - count < 512 && padded.count(where: { $0 == 7 }) == count)
    }
}
