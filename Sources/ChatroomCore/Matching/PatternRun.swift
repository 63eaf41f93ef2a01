/// One look for a match in one text: where all the ways through a pattern have come to, character after character.
///
/// No place is entered twice at one character, so the steps are at most twice the instructions for each character of
/// the text.
struct PatternRun {
    /// What was done so far: places that were entered, and characters that were tried.
    private(set) var steps = 0

    private let program: PatternProgram
    /// The set that each place takes a character of; -1 where none is taken.
    private let sets: [Int]
    private var text: [Unicode.Scalar] = []
    /// The places that wait for the next character.
    private var waiting: [Int] = []
    /// Those that waited for the character at hand.
    private var trying: [Int] = []
    /// At which character each place was entered last.
    private var entered: [Int]
    private var open: [Int] = []
    private var isFound = false
    /// What is known of the character at hand: whether each set has it.
    private var held: [Bool?]

    /// Begins.
    init(_ program: PatternProgram) {
        self.program = program
        sets = program.instructions.map { if case .take(let number) = $0 { number } else { -1 } }
        entered = Array(repeating: -1, count: program.instructions.count)
        held = Array(repeating: nil, count: program.sets.count)
    }

    /// Whether the text holds a match.
    mutating func finds(_ text: [Unicode.Scalar]) -> Bool {
        self.text = text
        enter(0, at: 0)
        for (index, scalar) in text.enumerated() {
            if isFound { return true }
            for number in held.indices { held[number] = nil }
            swap(&waiting, &trying)
            waiting.removeAll(keepingCapacity: true)
            steps += trying.count
            for place in trying where holds(sets[place], scalar) { enter(place + 1, at: index + 1) }
            // A match may begin anywhere.
            enter(0, at: index + 1)
        }
        return isFound
    }

    private mutating func holds(_ number: Int, _ scalar: Unicode.Scalar) -> Bool {
        if let known = held[number] { return known }
        let isHeld = program.sets[number].contains(scalar)
        held[number] = isHeld
        return isHeld
    }

    /// Enters a place, and all to which it leads without a character.
    private mutating func enter(_ place: Int, at index: Int) {
        if sets[place] >= 0 {
            // Most places are such, and lead nowhere else.
            guard entered[place] != index else { return }
            entered[place] = index
            steps += 1
            return waiting.append(place)
        }
        open.append(place)
        while let place = open.popLast() {
            guard entered[place] != index else { continue }
            entered[place] = index
            steps += 1
            switch program.instructions[place] {
            case .take: waiting.append(place)
            case .jump(let next): open.append(next)
            case .split(let one, let other):
                open.append(other)
                open.append(one)
            case .check(let kind): if isPlace(kind, index) { open.append(place + 1) }
            case .match: isFound = true
            }
        }
    }

    private func isPlace(_ kind: PatternNode.Place, _ index: Int) -> Bool {
        let isEnd = index == text.count
        switch kind {
        case .start: return index == 0
        case .end: return isEnd
        case .endOfLastLine: return isEnd || (index == text.count - 1 && text[index] == "\n")
        case .lineStart: return index == 0 || text[index - 1] == "\n"
        case .lineEnd: return isEnd || text[index] == "\n"
        case .wordEdge, .noWordEdge:
            let isEdge = isWord(index - 1) != isWord(index)
            return isEdge == (kind == .wordEdge)
        }
    }

    private func isWord(_ index: Int) -> Bool {
        text.indices.contains(index) && ScalarSet.Class.word.contains(text[index])
    }
}
