import ChatroomCore
import Foundation
import Testing

@testable import ChatroomTerminal

struct TransferProgressTests {
    private let start = ContinuousClock.now
    private let megabyte: Int64 = 1_000_000
    /// 62.9 MB.
    private let dump: Int64 = 62_914_560

    private func progress(_ name: String, _ size: Int64?) -> TransferProgress {
        TransferProgress(name: name, size: size, start: start)
    }

    /// The columns that a line takes, counted as no terminal takes more.
    private func columns(of line: String) -> Int { line.reduce(0) { $0 + DisplayWidth.columns(of: $1) } }

    @Test func aLineHasNameShareAmountSpeedTimeLeftAndABar() {
        var progress = progress("dump.sql.zst", dump)
        let line = progress.line(bytes: 32_212_254, at: start + .seconds(1.0774), columns: 80)
        #expect(line == "dump.sql.zst  51%  32.2 of 62.9 MB  29.9 MB/s  0:01 left  [==========>         ]")
        #expect(line.utf8.count == 80)
    }

    @Test(arguments: [
        (120, "dump.sql.zst  51%  32.2 of 62.9 MB  29.9 MB/s  0:01 left  [============>           ]"),
        (80, "dump.sql.zst  51%  32.2 of 62.9 MB  29.9 MB/s  0:01 left  [==========>         ]"),
        (70, "dump.sql.zst  51%  32.2 of 62.9 MB  29.9 MB/s  0:01 left  [=====>    ]"),
        (69, "dump.sql.zst  51%  32.2 of 62.9 MB  29.9 MB/s  0:01 left"),
        (56, "dump.sql.zst  51%  32.2 of 62.9 MB  29.9 MB/s  0:01 left"),
        (55, "dump.sql.zst  51%  32.2 of 62.9 MB  29.9 MB/s"), (40, "dump.sql.zst  51%  32.2 of 62.9 MB"),
        (30, "dum...st  51%  32.2 of 62.9 MB"), (20, "51%  32.2 of 62.9 MB"), (10, "51%  32.2 "), (0, ""), (-1, ""),
    ])
    func aLineLosesItsPartsFromTheEndWhenItIsNarrow(columns: Int, line: String) {
        var progress = progress("dump.sql.zst", dump)
        #expect(progress.line(bytes: 32_212_254, at: start + .seconds(1.0774), columns: columns) == line)
    }

    @Test(arguments: [10, 20, 40, 60, 80, 120])
    func noLineIsWiderThanItMayBe(columns: Int) {
        let names = [
            "x", "a name that is rather long, as people's names for files are.tar.gz", "日本語の長い名前のファイル.txt",
            String(repeating: "漢", count: 80), String(repeating: "👩🏽‍💻", count: 30),
            String(repeating: "e\u{301}", count: 90),
            "\u{1b}[2J\u{9b}31m\u{202e}gpj.exe", String(repeating: "\u{202e}", count: 40), "ｆｕｌｌ　ｗｉｄｔｈ.txt", "🇩🇪🇫🇷🇩",
            "葛󠄀",
        ]
        let sizes: [Int64?] = [nil, 0, 1, 999, dump, 700 * megabyte, 9_999_999 * megabyte, .max]
        for name in names {
            for size in sizes {
                var progress = progress(name, size)
                for step in 0...20 {
                    let bytes = (size ?? 40 * megabyte) / 20 * Int64(step)
                    let line = progress.line(bytes: bytes, at: start + .milliseconds(330 * step), columns: columns)
                    #expect(self.columns(of: line) <= columns, "\(line)")
                    #expect(TerminalText.line(line) == line, "\(line.debugDescription)")
                }
            }
        }
    }

    @Test func aHostileNameIsShownHarmless() {
        for hostile in HostileName.all {
            var progress = progress(hostile, dump)
            for columns in [30, 80, 400] {
                let line = progress.line(bytes: 1, at: start + .seconds(1), columns: columns)
                #expect(TerminalText.line(line) == line, "\(hostile.debugDescription)")
                #expect(self.columns(of: line) <= columns, "\(hostile.debugDescription)")
            }
        }
        var progress = progress("annexe\u{202e}gpj.exe", nil)
        #expect(progress.line(bytes: 5, at: start, columns: 80) == "annexe\\u{202e}gpj.exe  5 bytes")
    }

    @Test func aLongNameLosesItsMiddle() {
        var progress = progress("backup-of-the-old-server-2026-11-22.tar.gz", nil)
        #expect(progress.line(bytes: 5, at: start, columns: 40) == "backup-of-the-...6-11-22.tar.gz  5 bytes")
    }

    @Test func withoutASizeThereIsNoShareAndNoEnd() {
        var progress = progress("-", nil)
        #expect(progress.line(bytes: 0, at: start, columns: 80) == "-  0 bytes")
        #expect(progress.line(bytes: 3 * megabyte, at: start + .seconds(2), columns: 80) == "-  3.0 MB  1.5 MB/s")
        #expect(progress.share(of: 3 * megabyte) == "3.0 MB")
    }

    @Test func anEmptyFileIsWholeAtOnce() {
        var progress = progress("x", 0)
        #expect(progress.line(bytes: 0, at: start, columns: 80) == "x  100%  0 of 0 bytes")
        #expect(progress.line(bytes: 0, at: start + .seconds(1), columns: 80) == "x  100%  0 of 0 bytes  0 bytes/s")
        #expect(progress.share(of: 0) == "100%")
    }

    @Test func aTransferThatStandsHasNoTimeLeft() {
        var progress = progress("x", 10 * megabyte)
        _ = progress.line(bytes: 5 * megabyte, at: start + .seconds(1), columns: 80)
        var last = ""
        for second in 2...6 { last = progress.line(bytes: 5 * megabyte, at: start + .seconds(second), columns: 80) }
        #expect(last == "x  50%  5.0 of 10.0 MB  0 bytes/s")
    }

    @Test func theLastLineOfTheBarIsFull() {
        var progress = progress("x", 10 * megabyte)
        let line = progress.line(bytes: 10 * megabyte, at: start + .seconds(10), columns: 70)
        #expect(line == "x  100%  10.0 of 10.0 MB  1.0 MB/s  0:00 left  [=====================]")
    }

    @Test(arguments: 0...100)
    func theShareIsExact(percent: Int) {
        #expect(progress("x", 100).share(of: Int64(percent)) == "\(percent)%")
        #expect(progress("x", 100_000_000_000).share(of: Int64(percent) * 1_000_000_000) == "\(percent)%")
    }

    @Test func aHundredPercentIsToldAtTheEndOnly() {
        #expect(progress("x", dump).share(of: dump - 1) == "99%")
        #expect(progress("x", 1_000_000_000_000_000).share(of: 999_999_999_999_999) == "99%")
    }
}
