import ChatroomTestSupport
import Foundation
import Testing

/// What the manual shows is what is printed.
@Suite(.timeLimit(.minutes(3)))
struct ManExampleTests {
    /// The blocks of recipes that are no console text, by their first lines.
    private static let notRun = [
        "HOME=/home/ops": "a crontab",
        "[Unit]": "a unit of systemd",
    ]

    private static let pages = ((try? ManPage.names()) ?? []).filter {
        $0.hasSuffix(".1") || $0.hasSuffix(".5") || $0 == "chatroom-recipes.7"
    }

    @Test(arguments: pages) func theExamplesOfAPageDoWhatItShows(_ page: String) async throws {
        try await Fixture.with(["--log-level", "debug"]) { fixture in
            let scene = try await ManScene(fixture, page: page)
            for text in try Self.examples(of: page) {
                let transcript = try scene.transcript(text)
                guard !transcript.steps.isEmpty, transcript.missingTool == nil else { continue }
                try await scene.replay(transcript)
            }
        }
    }

    @Test func allButTheKnownBlocksHaveCommands() throws {
        let texts = try Self.pages.flatMap(Self.examples(of:)).filter { Transcript($0).steps.isEmpty }
        #expect(Set(texts.map { $0.prefix { $0 != "\n" } }) == Set(Self.notRun.keys.map { $0[...] }))
        #expect(texts.count == Self.notRun.count)
    }

    @Test func everyPageOfACommandHasThreeExamples() throws {
        for page in try ManPage.names() where page.hasSuffix(".1") {
            #expect(try Self.examples(of: page).count { !Transcript($0).steps.isEmpty } >= 3, "\(page)")
        }
        #expect(Self.pages.contains("chatroom-json.5") && Self.pages.contains("chatroom-recipes.7"))
    }

    /// The blocks that show what can be done.
    private static func examples(of page: String) throws -> [String] {
        try ManPage(page).literals(of: page == "chatroom-recipes.7" ? nil : "EXAMPLES")
    }
}
