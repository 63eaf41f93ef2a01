import Glibc
import Testing

@testable import ChatroomSystem
@testable import ChatroomTerminal

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
        #expect(Colour.Paint.name("alice") == Colour.Paint.name("alice"))
        let used = Set("abcdefghijklmnopqrstuvwxyz".map { Colour.Paint.name(String($0)).parameters })
        #expect(used.count > 8)
        #expect(!Colour.Paint.names.contains(.error) && !Colour.Paint.names.contains(.own))
    }

    /// Every colour there is, with its contrast on black and on white (WCAG 2.2, "contrast ratio"), rounded down.
    @Test(
        arguments: [
            (.dim, 5.3, 3.9), (.error, 3.8, 5.3), (.own, 5.3, 3.9), (.names[0], 5.5, 3.8), (.names[1], 6.2, 3.3),
            (.names[2], 5.4, 3.8), (.names[3], 4.9, 4.2), (.names[4], 4.4, 4.7), (.names[5], 4.6, 4.5),
            (.names[6], 5.0, 4.1), (.names[7], 4.0, 5.1), (.names[8], 4.1, 5.1), (.names[9], 4.6, 4.5),
            (.names[10], 5.4, 3.8), (.names[11], 4.5, 4.6), (.names[12], 5.8, 3.5), (.names[13], 4.8, 4.3),
        ] as [(Colour.Paint, Double, Double)])
    func everyColourCanBeReadOnBlackAndOnWhite(paint: Colour.Paint, onBlack: Double, onWhite: Double) throws {
        let number = try #require(Int(paint.parameters.dropFirst("38;5;".count)))
        let luminance = try #require(Self.luminance(number))
        #expect((((luminance + 0.05) / 0.05) * 10).rounded(.down) / 10 == onBlack)
        #expect(((1.05 / (luminance + 0.05)) * 10).rounded(.down) / 10 == onWhite)
        #expect(onBlack >= 3 && onWhite >= 3)
        #expect(Colour.Paint.names.count == 14)
    }

    /// The relative luminance of one of xterm's fixed colours: the cube from 16 on, the greys from 232 on.
    private static func luminance(_ number: Int) -> Double? {
        let levels = [0, 95, 135, 175, 215, 255]
        let colour: [Int]
        switch number {
        case 16...231: colour = [(number - 16) / 36, (number - 16) / 6 % 6, (number - 16) % 6].map { levels[$0] }
        case 232...255: colour = Array(repeating: 8 + (number - 232) * 10, count: 3)
        default: return nil
        }
        let linear = colour.map { channel -> Double in
            let value = Double(channel) / 255
            return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }
}
