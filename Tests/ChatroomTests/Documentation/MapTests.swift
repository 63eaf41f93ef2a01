import Foundation
import Testing

@testable import Chatroom

/// The map of the sources names files that exist.
struct MapTests {
    @Test func everyLinkOfTheMapLeadsSomewhere() throws {
        let text = try Repository.text("Sources/README.md")
        let links = text.matches(of: /\]\(([^)]+)\)/).map { String($0.1) }
        #expect(links.count > 20)
        for link in links {
            #expect(FileManager.default.fileExists(atPath: Repository.path("Sources/\(link)")), "\(link)")
        }
        #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= 81)
    }

    @Test func theNewestChangesAreThoseOfThisVersion() throws {
        let heading = try Repository.text("Sources/CHANGES.md").firstMatch(of: /\n## (\S+)\n/)
        #expect(heading.map { String($0.1) } == Version.text)
    }
}
