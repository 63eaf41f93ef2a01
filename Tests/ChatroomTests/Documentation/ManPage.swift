import Foundation

/// A page of the manual, in mdoc(7).
struct ManPage {
    /// Its lines, as they are written.
    let lines: [Substring]

    /// Reads a page.
    init(_ name: String) throws {
        lines = try Repository.text("man/\(name)").split(separator: "\n", omittingEmptySubsequences: false)
    }

    /// The names of all pages, such as `chatroom-send.1`.
    static func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: Repository.path("man")).sorted()
    }

    /// The numbers in its list of exit statuses.
    var exitStatuses: [String] {
        lines(of: "EXIT STATUS").filter { $0.hasPrefix(".It ") }.map { String($0.dropFirst(4)) }
    }

    /// The literal blocks of a section, or of the whole page, as the reader sees them.
    func literals(of section: String? = nil) -> [String] {
        var blocks: [[Substring]] = []
        var isOpen = false
        for line in section.map(lines(of:)) ?? lines {
            if line.hasPrefix(".Bd -literal") {
                blocks.append([])
                isOpen = true
            } else if line == ".Ed" {
                isOpen = false
            } else if isOpen {
                blocks[blocks.count - 1].append(line)
            }
        }
        return blocks.map { $0.map { Self.shown(String($0)) + "\n" }.joined() }
    }

    /// The literal block whose first line begins with a text, as the reader sees it; empty when there is none.
    func literal(startingWith start: String) -> String { literals().first { $0.hasPrefix(start) } ?? "" }

    /// The lines of a section.
    func lines(of section: String) -> [Substring] {
        guard let start = lines.firstIndex(where: { $0 == ".Sh \(section)" }) else { return [] }
        return Array(lines[(start + 1)...].prefix { !$0.hasPrefix(".Sh ") })
    }

    /// A line without its escapes.
    private static func shown(_ line: String) -> String {
        let escapes = ["\\&": "", "\\(aq": "'", "\\(dq": "\"", "\\(ti": "~", "\\(ha": "^", "\\-": "-"]
        return escapes.reduce(line) { $0.replacing($1.key, with: $1.value) }.replacing("\\e", with: "\\")
    }
}
