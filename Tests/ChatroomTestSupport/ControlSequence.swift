/// What stands after `ESC [`: numbers, and characters that say what to do with them.
struct ControlSequence: Sendable {
    /// The character that ends it, with the others before it that are not numbers: `H`, `?h`, `!p`.
    let name: String
    /// The numbers; `nil` for one that was left out.
    private let parameters: [Int?]

    /// Reads a sequence.
    ///
    /// - Returns: `nil` when its numbers are not plain decimal numbers.
    init?(_ text: String) {
        let mark = text.prefix { "<=>?".contains($0) }
        let numbers = text.dropFirst(mark.count).prefix { $0.isNumber || $0 == ";" || $0 == ":" }
        name = String(mark) + text.dropFirst(mark.count + numbers.count)
        var parameters: [Int?] = []
        for number in numbers.split(separator: ";", omittingEmptySubsequences: false) where !numbers.isEmpty {
            guard number.allSatisfy({ $0 != ":" }) else { return nil }
            // More than any screen has, and as good as any greater number.
            parameters.append(number.isEmpty ? nil : min(Int(number) ?? .max, 65_535))
        }
        self.parameters = parameters
    }

    /// How many numbers it has.
    var count: Int { parameters.count }

    /// One of its numbers, or what stands for it when it was left out.
    subscript(index: Int, default value: Int) -> Int {
        (parameters.indices.contains(index) ? parameters[index] : nil) ?? value
    }

    /// How often or how far, in the first number; neither none nor 0 is less than 1.
    var distance: Int { max(1, self[0, default: 1]) }
    /// A row or a column counted from 0; the sequence counts from 1.
    func position(_ index: Int) -> Int { max(1, self[index, default: 1]) - 1 }
}
