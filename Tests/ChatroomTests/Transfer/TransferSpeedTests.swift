import ChatroomCore
import Testing

@testable import ChatroomTerminal

/// What ``TransferProgress`` says of speed and time, on a clock that goes in steps of the test's.
struct TransferSpeedTests {
    private let start = ContinuousClock.now
    private let megabyte: Int64 = 1_000_000

    private func progress(_ size: Int64?) -> TransferProgress { TransferProgress(name: "x", size: size, start: start) }

    @Test func theSpeedIsThatOfTheLastThreeSeconds() {
        var progress = progress(nil)
        var bytes: Int64 = 0
        var lines: [String] = []
        for step in 0...100 {
            // Ten a second for five seconds, then one a second.
            if step > 0 { bytes += step <= 50 ? megabyte : megabyte / 10 }
            lines.append(progress.line(bytes: bytes, at: start + .milliseconds(100 * step), columns: 80))
        }
        #expect(lines[0] == "x  0 bytes")
        #expect(lines[1] == "x  1.0 MB  10.0 MB/s")
        #expect(lines[50] == "x  50.0 MB  10.0 MB/s")
        let speeds = lines[51...].compactMap { $0.split(separator: "  ").last?.split(separator: " ").first }
            .compactMap { Double($0) }
        #expect(speeds == speeds.sorted(by: >) && speeds.count == 50)
        #expect(lines[65] == "x  51.5 MB  5.6 MB/s" || lines[65] == "x  51.5 MB  5.5 MB/s")
        #expect(lines[81] == "x  53.1 MB  1.0 MB/s" && lines[100] == "x  55.0 MB  1.0 MB/s")
    }

    @Test func lookingRarelyStillGivesASpeed() {
        var progress = progress(nil)
        for minute in 1...5 {
            let (bytes, time) = (Int64(minute) * 60 * megabyte, start + .seconds(60 * minute))
            let line = progress.line(bytes: bytes, at: time, columns: 80)
            #expect(line == "x  \(minute == 1 ? "60.0" : "\(minute * 60)") MB  1.0 MB/s")
        }
    }

    @Test(
        arguments: [
            (1, "0:01"), (59, "0:59"), (60, "1:00"), (61, "1:01"), (600, "10:00"), (3599, "59:59"), (3600, "1:00:00"),
            (3661, "1:01:01"), (360_000, "100:00:00"),
        ] as [(Int64, String)])
    func theTimeLeftIs(seconds: Int64, text: String) {
        var progress = progress((seconds + 1) * megabyte)
        let line = progress.line(bytes: megabyte, at: start + .seconds(1), columns: 200)
        #expect(line.contains("  1.0 MB/s  \(text) left  ["))
    }

    @Test func aResumedTransferCountsWhatWasThereOnlyInTheShare() {
        var progress = progress(100 * megabyte)
        progress.resume(at: 50 * megabyte)
        #expect(progress.line(bytes: 50 * megabyte, at: start, columns: 60) == "x  50%  50.0 of 100 MB")
        let line = progress.line(bytes: 52 * megabyte, at: start + .seconds(1), columns: 59)
        #expect(line == "x  52%  52.0 of 100 MB  2.0 MB/s  0:24 left  [======>     ]")
        let digest = FileDigest(bytes: (0..<32).map { UInt8($0) })
        let end = digest.map { progress.conclusion(bytes: 100 * megabyte, digest: $0, at: start + .seconds(25)) }
        #expect(end == "x  100%  100 MB  2.0 MB/s  in 25 s  sha256 0001...1e1f")
    }

    @Test(
        arguments: [
            ("dump.sql.zst", 62_914_560, 2.1, "dump.sql.zst  100%  62.9 MB  30.0 MB/s  in 2.1 s  sha256 ab01...ab01"),
            ("empty", 0, 1, "empty  100%  0 bytes  0 bytes/s  in 1 s  sha256 ab01...ab01"),
            ("at once", 10, 0, "at once  100%  10 bytes  10.0 kB/s  in 0 s  sha256 ab01...ab01"),
            ("\u{1b}[2J\u{202e}", 9, 3, "\\u{1b}[2J\\u{202e}  100%  9 bytes  3 bytes/s  in 3 s  sha256 ab01...ab01"),
            ("long", 500_000_000, 130, "long  100%  500 MB  3.8 MB/s  in 2 m 10 s  sha256 ab01...ab01"),
        ] as [(String, Int64, Double, String)])
    func theConclusionIs(name: String, bytes: Int64, seconds: Double, line: String) throws {
        let progress = TransferProgress(name: name, size: bytes, start: start)
        let digest = try #require(FileDigest(bytes: (0..<32).map { $0 % 2 == 0 ? 0xAB : 0x01 }))
        let time = start + .milliseconds(Int64(seconds * 1000))
        #expect(progress.conclusion(bytes: bytes, digest: digest, at: time) == line)
    }

    @Test func aLineIsDueTenTimesASecond() {
        var progress = progress(nil)
        let due = (0...1000).filter { progress.isDue(at: start + .milliseconds($0)) }
        #expect(due == Array(stride(from: 0, through: 1000, by: 100)))
    }

    @Test func aLineThatIsLateMovesTheNext() {
        var progress = progress(nil)
        let times = [0, 99, 100, 570, 600, 669, 670]
        #expect(times.filter { progress.isDue(at: start + .milliseconds($0)) } == [0, 100, 570, 670])
    }

    @Test func aFileThatGrewHasNoTimeLeftBelowZero() {
        var progress = progress(10 * megabyte)
        let line = progress.line(bytes: 15 * megabyte, at: start + .seconds(10), columns: 80)
        #expect(!line.contains("-"), "\(line)")
    }

    @Test func aTransferThatWasSetBackHasNoSpeedBelowZero() {
        var progress = progress(10 * megabyte)
        _ = progress.line(bytes: 8 * megabyte, at: start + .seconds(1), columns: 80)
        let line = progress.line(bytes: 4 * megabyte, at: start + .seconds(5), columns: 80)
        #expect(!line.contains("-"), "\(line)")
    }
}
