import Foundation

/// What programs print, made comparable.
enum PrintedText {
    /// What differs from run to run, and what is put in its place; a time is compared with a time, never with a number.
    private static var shapes: [(Regex<Substring>, String)] {
        [
            (/SHA256:[A-Za-z0-9+\/]{43}/, "SHA256:KEY"),
            (/^[A-Za-z0-9+\/]{43}$/, "KEY"),
            (/sha256 [0-9a-f]{4}\.\.\.[0-9a-f]{4}/, "sha256 SUM"),
            (/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/, "UUID"),
            (/\bf_[0-9A-HJKMNP-TV-Z]{10}\b/, "f_ID"),
            (/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/, "TIME"),
            (/\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day \d{1,2} [A-Z][a-z]+ \d{4}\b/, "DAY"),
            (/\b[0-2]\d:[0-5]\d\b/, "HH:MM"),
            (/127\.0\.0\.1:\d+/, "127.0.0.1:PORT"),
            (/0\.0\.0\.0:\d+/, "0.0.0.0:PORT"),
            (/\blocalhost:\d+/, "localhost:PORT"),
            // A machine that has no other name.
            (/key for localhost$/, "key for localhost, myhost"),
            (/\b\d+(?:\.\d+)? [kMG]?B\b/, "SIZE"),
            (/\b\d+(?:\.\d)? s\b/, "SECONDS"),
        ]
    }

    /// A line with what differs from run to run replaced; all else is left as it is.
    static func shape(_ line: String) -> String {
        var line = line.replacing("localhost, \(hostName)", with: "localhost, myhost")
        if line.hasSuffix("\t\(hostName)") { line = line.dropLast(hostName.count) + "myhost" }
        return shapes.reduce(line) { $0.replacing($1.0, with: $1.1) }
    }

    /// The lines that a text leaves on a terminal: what a carriage return begins again replaces what was there.
    static func lines(_ text: String) -> [String] {
        let plain = text.replacing(/\u{1B}(?:\[[0-9;?]*[A-Za-z]|[=>])/, with: "").replacing("\r\n", with: "\n")
        var lines = plain.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let shown = line.split(separator: "\r").last ?? ""
            return String(shown.reversed().drop { $0 == " " }.reversed())
        }
        if lines.last == "" { lines.removeLast() }
        return lines
    }

    private static let hostName =
        (try? String(contentsOfFile: "/proc/sys/kernel/hostname", encoding: .utf8))?
        .trimmingCharacters(in: .whitespacesAndNewlines) ?? "localhost"
}
