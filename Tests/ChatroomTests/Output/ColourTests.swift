import Testing

@testable import Chatroom

struct ColourTests {
    @Test(
        arguments: [
            (ColourChoice.auto, [:], true, false), (.auto, ["TERM": "xterm"], true, true), (.auto, [:], false, false),
            (.auto, ["TERM": "dumb"], true, false),
            (.auto, ["NO_COLOR": "1"], true, false), (.auto, ["NO_COLOR": "", "TERM": "xterm"], true, true),
            (.auto, ["CLICOLOR_FORCE": "1"], false, true), (.auto, ["CLICOLOR_FORCE": "0"], false, false),
            (.auto, ["CLICOLOR_FORCE": "1", "TERM": "dumb"], false, true),
            (.auto, ["CLICOLOR_FORCE": "1", "NO_COLOR": "1"], true, false), (.always, ["NO_COLOR": "1"], false, true),
            (.never, ["CLICOLOR_FORCE": "1"], true, false),
        ] as [(ColourChoice, [String: String], Bool, Bool)])
    func theFirstThatSaysSomethingDecides(
        choice: ColourChoice, variables: [String: String], isTerminal: Bool, isOn: Bool
    ) {
        #expect(Colour(choice, environment: Environment(variables), isTerminal: isTerminal).isOn == isOn)
    }

    @Test func aNameHasTheSameColourEverywhere() {
        #expect(Colour.Paint.name("alice").parameter == Colour.Paint.name("alice").parameter)
        let used = Set("abcdefghijklmnopqrstuvwxyz".map { Colour.Paint.name(String($0)).parameter })
        #expect(used.count > 6)
        #expect(used.allSatisfy { (31...36).contains($0) || (91...96).contains($0) })
    }
}
