/// How characters look that are written next (SGR).
struct TerminalStyle: Hashable, Sendable {
    var isBold = false
    var isDim = false
    var isInverse = false
    /// In two bytes, as there may be millions of cells; -1 stands for none.
    private var colourNumber: Int16 = -1

    init(isBold: Bool = false, isDim: Bool = false, isInverse: Bool = false, colour: Int? = nil) {
        (self.isBold, self.isDim, self.isInverse) = (isBold, isDim, isInverse)
        self.colour = colour
    }

    var colour: Int? {
        get { colourNumber < 0 ? nil : Int(colourNumber) }
        set { colourNumber = newValue.map { Int16(clamping: $0) } ?? -1 }
    }

    /// Applies the parameters of one SGR sequence.
    ///
    /// - Returns: `false` when one of them is not known; what comes before it is applied.
    mutating func apply(_ sequence: ControlSequence) -> Bool {
        var index = 0
        while index < max(1, sequence.count) {
            switch sequence[index, default: 0] {
            case 0: self = TerminalStyle()
            case 1: isBold = true
            case 2: isDim = true
            case 7: isInverse = true
            case 22: (isBold, isDim) = (false, false)
            case 27: isInverse = false
            case 30...37: colour = sequence[index, default: 0] - 30
            case 90...97: colour = sequence[index, default: 0] - 82
            case 39: colour = nil
            case 3...5, 8, 9, 21, 23...25, 28, 29, 40...47, 49, 100...107: break
            case 38 where sequence[index + 1, default: 0] == 5 && (0...255).contains(sequence[index + 2, default: 0]):
                colour = sequence[index + 2, default: 0]
                index += 2
            default: return false
            }
            index += 1
        }
        return true
    }
}
