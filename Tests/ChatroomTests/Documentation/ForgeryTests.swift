import Testing

/// No example that prints what others wrote lets a text look like a line of its own.
struct ForgeryTests {
    /// The README, every page of the manual and every screen of help, by name.
    private static func documents() throws -> [String: [String]] {
        var documents = ["README.md": try Repository.text("README.md")]
        documents["help"] = try Repository.text("Tests/ChatroomTests/Documentation/help.txt")
        var lines = documents.mapValues { $0.split(separator: "\n").map(String.init) }
        for name in try ManPage.names() { lines[name] = try ManPage(name).lines.map(String.init) }
        return lines
    }

    @Test func noExamplePrintsTextsThatCanForgeALine() throws {
        var formats = 0
        for (name, lines) in try Self.documents() {
            for line in lines {
                if line.contains("--format"), line.contains("{line}") { formats += 1 }
                #expect(!(line.contains("--format") && line.contains("{text}")), "\(name): \(line)")
                // CSV has quotes around a text of several lines.
                let isBare = line.contains("jq -r") && line.contains(".text") && !line.contains("@csv")
                #expect(!isBare, "\(name): \(line)")
            }
        }
        #expect(formats > 10)
    }
}
