/// What strangers could call a file so that its receiver suffers; families of names, each made from a few parts.
enum HostileName {
    /// All families; some of their names are refused as a `FileName` already.
    static let all = families.flatMap(\.self)

    private static let families = [
        traversals, absolutes, devices, leading, trailing, controls, invisible, reordered, overlong, marked, emoji,
    ]

    /// Paths that lead out of a directory, in the writings that decoders have been known to take.
    static let traversals: [String] = {
        let separators = ["/", "\\", "%2f", "%5c", "\u{2215}", "\u{2044}", "\u{ff0f}", "\u{ff3c}", "\u{29f8}", "\\/"]
        let ups = ["..", ".", "%2e%2e", "\u{2024}\u{2024}", "\u{ff0e}\u{ff0e}", "\u{2025}", "...", ".. ", "..;"]
        return separators.flatMap { separator in
            ups.flatMap { up in
                ["\(up)\(separator)\(up)\(separator)etc\(separator)passwd", "a\(separator)\(up)"]
            }
        }
    }()

    /// Paths that begin at a root, or at what a shell makes one of.
    static let absolutes = [
        "/etc/passwd", "//host/share", "/", "/.", "C:\\Windows\\win.ini", "C:win.ini", "C:/x", "\\\\host\\share",
        "\\\\?\\C:\\x", "\\\\.\\pipe\\x", "\\", "file:///etc/passwd", "~", "~/.ssh/id", "~root", "$HOME", "$(id)",
        "`id`", "a;id", "a|id", "a&id", "a>b", "*", "?", "[a]", "{a,b}", "!!", "#a", "'", "\"", "a\"b'c", "x:stream",
        "_", "__", "___", "@", "%", "%00", "%s%n",
    ]

    /// The names that some systems take for devices.
    static let devices: [String] = {
        let numbers = (1...9).flatMap { ["COM\($0)", "LPT\($0)"] }
        let names = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CLOCK$"] + numbers
        return names.flatMap { [$0, "\($0).txt", $0.lowercased() + " .txt", "\($0):"] }
    }()

    /// Names that hide, or that a command takes for an option.
    static let leading: [String] = {
        let starts = [
            ".", "..", "...", "-", "--", "-rf", " ", "  ", " -", " .", ". ", "-.", "\u{a0}.", "\u{3000}-", "\u{200b}.",
            "\u{feff}-", "\u{ad}.", "\u{2060}-", "\u{202a}.", "\u{e0020}-", "\u{2003} -", ".\u{301}", "-\u{338}",
        ]
        return starts.flatMap { start in ["", "bashrc", "x.txt", " ", ".", "-"].map { start + $0 } }
    }()

    /// Names whose end is lost on some systems.
    static let trailing = [".", "..", " ", "  ", " . ", ". .", "\u{a0}", "\u{2003}.", ".\u{200b}", " \u{ad}"]
        .flatMap { ["x\($0)", "x.txt\($0)"] }

    /// C0, DEL, C1 and the separators of lines.
    static let controls = (Array(0...0x1F) + Array(0x7F...0x9F) + [0x2028, 0x2029]).flatMap { value in
        [scalar(value) + "ab", "a\(scalar(value))b"]
    }

    /// What is not drawn, or drawn as nothing.
    static let invisible: [String] = {
        let values: [UInt32] = [
            0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x180B, 0x180E, 0x180F, 0x200B, 0x200C, 0x200D, 0x2060, 0x2061,
            0x2064, 0x206A, 0x206F, 0x3164, 0xFE00, 0xFE0F, 0xFEFF, 0xFFA0, 0xFFF0, 0xFFF9, 0xFFFB, 0x1BCA0, 0x1D173,
            0xE0001, 0xE0020, 0xE0061, 0xE007F, 0xE0100, 0xE01EF, 0xE0FFF, 0xA0, 0x1680, 0x2000, 0x200A, 0x202F, 0x205F,
            0x3000, 0xFDD0, 0xFFFE, 0xFFFF, 0x10FFFF, 0xE000, 0xF0000, 0x100000, 0x378,
        ]
        return values.flatMap { [scalar($0), "pass\(scalar($0))word.txt", scalar($0) + scalar($0) + ".x"] }
    }()

    /// What makes `gpj.exe` look like `exe.jpg`.
    static let reordered = (Array(0x202A...0x202E) + Array(0x2066...0x2069) + [0x200E, 0x200F, 0x61C])
        .map(scalar).flatMap { ["annexe\($0)gpj.exe", "\($0)fdp.sh", "x.txt\($0)", "a\u{202e}b\($0)c"] }

    /// Names about as long as a file system takes and far longer, in characters of one to four bytes.
    static let overlong: [String] = ["a", "é", "中", "😀", "e\u{301}", " ", ".", "-"].flatMap { unit in
        ["", ".txt", ".tar.gz", ".an-ending-that-is-none", " ", "."].flatMap { ending in
            [255, 256, 1000].map { filled(unit, upTo: $0, ending: ending) }
        }
    }

    /// Marks without end on one letter, and on none.
    static let marked = [1, 2, 60, 125].flatMap { count in
        ["\u{301}", "\u{338}", "\u{489}", "\u{323}"].flatMap { mark in
            let marks = String(repeating: mark, count: count)
            return ["a\(marks)", marks, "a\(marks).x", ".\(marks)", "-\(marks)", "/\(marks)", " \(marks)"]
        }
    }

    /// Characters of several parts, of which some are not drawn.
    static let emoji = [
        "👩🏽‍💻.txt", "❤️‍🔥", "🏳️‍🌈.png", "🇩🇪", "🇩", "1️⃣.md", "葛󠄀.txt", "🏴\u{e0067}\u{e0062}\u{e007f}",
        String(repeating: "👨‍👩‍👧‍👦", count: 10), "\u{200d}👩", "👩\u{200d}", "\u{fe0f}\u{fe0f}",
    ]

    /// Names that fit, but whose composed form, which is what is made, does not.
    static let growing: [String] = {
        let marks = String(repeating: "\u{344}", count: 125)
        let letters = String(repeating: "\u{958}", count: 84)
        let half = String(repeating: "\u{958}", count: 42)
        // All of it is one character as people see it: consonants that are joined.
        let joined = Array(repeating: "\u{958}", count: 41).joined(separator: "\u{94d}")
        return [
            "a\(marks)", "a\(marks).sh", marks, letters, "\(letters).x", "\(letters).y", "\(half)ab \(half)",
            "\(half)ab.\(half)", "\(half)ab-\(half)", ".\(letters)", "-\(letters)",
            joined, "\(joined).sh",
            String(repeating: "\u{1d160}", count: 63),
        ]
    }()

    /// A character that Swift's literals may not take.
    static func scalar(_ value: UInt32) -> String { Unicode.Scalar(value).map { String(Character($0)) } ?? "" }

    /// As often a text as it fits, and an ending.
    static func filled(_ unit: String, upTo size: Int, ending: String) -> String {
        String(repeating: unit, count: (size - ending.utf8.count) / unit.utf8.count) + ending
    }
}
