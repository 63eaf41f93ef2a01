import ChatroomCore
import Testing

@testable import ChatroomShell

struct CompletionCycleTests {
    private static func cycle(_ texts: [String], notes: [String?] = []) -> CompletionCycle {
        let candidates = texts.enumerated().map { place, text in
            Completion.Candidate(text: text, note: place < notes.count ? notes[place] : nil)
        }
        return CompletionCycle(Completion.Result(start: 3, candidates: candidates), before: "hi @b")
    }

    @Test func tabGoesRoundAndShiftTabBack() {
        var cycle = Self.cycle(["@bob ", "@ben ", "@bea "])
        let steps = [false, false, false, false, true, true].map { cycle.step(backward: $0).candidate }
        #expect(steps == ["@bob ", "@ben ", "@bea ", "@bob ", "@bea ", "@ben "])
        var backward = Self.cycle(["@bob ", "@ben "])
        #expect(backward.step(backward: true).candidate == "@ben ")
    }

    @Test func itGoesOnOnlyWhereItStopped() {
        var cycle = Self.cycle(["@bob ", "@ben "])
        #expect(!cycle.isAt("hi @b"))
        #expect(cycle.step(backward: false).start == 3)
        #expect(cycle.isAt("hi @bob "))
        #expect(!cycle.isAt("hi @bob x"))
        _ = cycle.step(backward: false)
        #expect(cycle.isAt("hi @ben "))
    }

    @Test func aSingleCandidateEndsIt() {
        var cycle = Self.cycle(["@bob "])
        _ = cycle.step(backward: false)
        #expect(!cycle.isAt("hi @bob "))
    }

    @Test func onlyNotesAreListedAndNoneIsWiderThanTheTerminal() {
        #expect(Self.cycle(["@bob ", "@ben "]).list(columns: 80) == nil)
        let note = "bob: " + String(repeating: "漢", count: 60) + "\u{1b}[2J"
        let list = Self.cycle(["44 ", "43 "], notes: [note, "alice: hi"]).list(columns: 40) ?? ""
        let lines = list.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines[1] == "  43          alice: hi")
        #expect(lines.allSatisfy { $0.reduce(0) { $0 + DisplayWidth.columns(of: $1) } < 40 })
        #expect(!list.contains("\u{1b}"))
        let many = Self.cycle((1...30).map { "\($0) " }, notes: ["x"]).list(columns: 80) ?? ""
        #expect(many.split(separator: "\n").count == 13)
        #expect(many.hasSuffix("  and 18 more; Tab goes on\n"))
    }
}
