import ChatroomCore
import Testing

@testable import ChatroomTerminal

/// What ``TransferProgress`` says of sizes and times that no transfer has, but that a server may tell of.
struct LongTransferTests {
    private let start = ContinuousClock.now

    private func line(_ bytes: Int64, of size: Int64, after time: Duration) -> String {
        var progress = TransferProgress(name: "x", size: size, start: start)
        return progress.line(bytes: bytes, at: start + time, columns: 200)
    }

    @Test func aSizeWithoutEndHasNoTimeLeft() {
        #expect(!line(1, of: .max, after: .seconds(1)).contains("left"))
        #expect(line(.max / 2, of: .max, after: .nanoseconds(1)).contains("%  4611686 of 9223372 TB  "))
    }

    @Test(arguments: [(3_599_999, true), (3_600_000, false)] as [(Int64, Bool)])
    func aTimeThatNobodyWaitsIsNotTold(seconds: Int64, isTold: Bool) {
        #expect(line(1000, of: 1000 * (seconds + 1), after: .seconds(1)).contains(" left") == isTold)
    }

    @Test func aFileThatGrewIsWhole() {
        #expect(line(15, of: 10, after: .seconds(1)).hasPrefix("x  100%  15 of 10 bytes"))
    }

    @Test func theConclusionOfAnySizeIsALine() throws {
        let progress = TransferProgress(name: "x", size: .max, start: start)
        let digest = try #require(FileDigest(bytes: [UInt8](repeating: 0, count: 32)))
        #expect(progress.conclusion(bytes: .max, digest: digest, at: start).hasPrefix("x  100%  9223372 TB  "))
    }
}
