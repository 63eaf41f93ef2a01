import Foundation
import Testing

/// A block of code in the README, with the mark in the comment right before it.
struct ReadmeBlock: Sendable, CustomTestStringConvertible {
    /// The number of its first line.
    let line: Int
    /// What it is written in.
    let language: String
    /// What is to be done with it: `run: server`, `transcript`, `tests`, `not run: REASON`.
    let mark: String
    /// The code.
    let text: String

    var testDescription: String { "line \(line)" }

    /// All blocks of the README.
    static func all() throws -> [ReadmeBlock] {
        var blocks: [ReadmeBlock] = []
        var (mark, open): (String, (line: Int, language: String, mark: String, lines: [Substring])?) = ("", nil)
        let lines = try Repository.text("README.md").split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            if let block = open {
                if line.hasPrefix("```") {
                    let text = block.lines.joined(separator: "\n") + "\n"
                    blocks.append(
                        ReadmeBlock(line: block.line, language: block.language, mark: block.mark, text: text))
                    open = nil
                } else {
                    open?.lines.append(line)
                }
            } else if line.hasPrefix("```") {
                open = (index + 1, String(line.dropFirst(3)), mark, [])
                mark = ""
            } else {
                mark = line.wholeMatch(of: /<!-- (.*) -->/).map { String($0.1) } ?? ""
            }
        }
        return blocks
    }

    /// The blocks with a mark; none when there is no README.
    static func marked(_ mark: String) -> [ReadmeBlock] { ((try? all()) ?? []).filter { $0.mark == mark } }
}
