import Foundation
import Testing

/// The map of the sources names files that exist.
struct MapTests {
    private static let sources = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Sources")

    @Test func everyLinkOfTheMapLeadsSomewhere() throws {
        let text = try String(contentsOf: Self.sources.appendingPathComponent("README.md"), encoding: .utf8)
        let links = text.matches(of: /\]\(([^)]+)\)/).map { String($0.1) }
        #expect(links.count > 20)
        for link in links {
            #expect(FileManager.default.fileExists(atPath: Self.sources.appendingPathComponent(link).path), "\(link)")
        }
        #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= 81)
    }
}
