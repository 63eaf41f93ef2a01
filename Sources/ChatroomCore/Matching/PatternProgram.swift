/// A regular expression as instructions, each of which is a place that a match may have come to.
struct PatternProgram: Sendable {
    /// The most instructions: with them, the time that a text takes is bounded too.
    static let most = 500

    /// What is done at a place.
    enum Instruction: Equatable, Sendable {
        /// Takes a character of a set, one of ``sets``, and goes on at the next instruction.
        case take(Int)
        /// Goes on at two places.
        case split(Int, Int)
        /// Goes on at another place.
        case jump(Int)
        /// Goes on if the place between characters is of a kind.
        case check(PatternNode.Place)
        /// The match is there.
        case match
    }

    private(set) var instructions: [Instruction] = []
    /// The sets, each once, so that a character is looked up once in each.
    private(set) var sets: [ScalarSet] = []
    private var numbers: [ScalarSet: Int] = [:]

    /// Compiles a pattern.
    ///
    /// - Throws: ``PatternFault`` when it becomes too long.
    init(_ node: PatternNode) throws(PatternFault) {
        try add(node)
        try add(.match)
    }

    private mutating func add(_ instruction: Instruction) throws(PatternFault) {
        guard instructions.count < Self.most else {
            throw PatternFault(
                "it has more than 500 steps", hint: "Each character, and each time that a {n} repeats one, is a step.")
        }
        instructions.append(instruction)
    }

    private mutating func add(_ node: PatternNode) throws(PatternFault) {
        switch node {
        case .empty: break
        case .set(let set): try add(.take(number(of: set)))
        case .place(let place): try add(.check(place))
        case .sequence(let nodes): for node in nodes { try add(node) }
        case .choice(let nodes): try add(choice: nodes[...])
        case .repetition(let node, let least, let most): try add(node, least: least, most: most)
        }
    }

    private mutating func add(choice nodes: ArraySlice<PatternNode>) throws(PatternFault) {
        var jumps: [Int] = []
        for node in nodes.dropLast() {
            let split = instructions.count
            try add(.jump(0))
            try add(node)
            jumps.append(instructions.count)
            try add(.jump(0))
            instructions[split] = .split(split + 1, instructions.count)
        }
        if let last = nodes.last { try add(last) }
        for jump in jumps { instructions[jump] = .jump(instructions.count) }
    }

    private mutating func add(_ node: PatternNode, least: Int, most: Int?) throws(PatternFault) {
        for _ in 0..<least {
            let start = instructions.count
            try add(node)
            // A piece of no instructions comes to no other place when it is repeated.
            guard instructions.count > start else { return }
        }
        guard let most else {
            let split = instructions.count
            try add(.jump(0))
            try add(node)
            try add(.jump(split))
            instructions[split] = .split(split + 1, instructions.count)
            return
        }
        var splits: [Int] = []
        for _ in least..<max(least, most) {
            splits.append(instructions.count)
            try add(.jump(0))
            try add(node)
        }
        for split in splits { instructions[split] = .split(split + 1, instructions.count) }
    }

    private mutating func number(of set: ScalarSet) -> Int {
        if let number = numbers[set] { return number }
        numbers[set] = sets.count
        sets.append(set)
        return sets.count - 1
    }
}
