/// What a message asks: what may be answered, and until when.
public struct Question: Hashable, Sendable {
    /// The answers to choose from; none for any text.
    public let choices: [String]
    /// Until when answers are waited for; `nil` for any time.
    public let deadline: Timestamp?

    /// The most choices: the exit statuses 0 and 10 to 19 tell them apart.
    public static let mostChoices = 11

    /// Makes a question.
    ///
    /// - Parameters:
    ///   - choices: At most 11 different texts of 1 to 64 bytes, each one line.
    ///   - deadline: Until when answers are waited for.
    /// - Throws: ``ChatError`` with code `invalid`.
    public init(choices: [String], deadline: Timestamp? = nil) throws(ChatError) {
        guard choices.count <= Self.mostChoices else {
            throw ChatError(.invalid, "a question has at most \(Self.mostChoices) choices, this has \(choices.count)")
        }
        for choice in choices {
            guard (1...64).contains(choice.utf8.count), !choice.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
                throw ChatError(.invalid, "a choice is one line of 1 to 64 bytes without control characters")
            }
        }
        guard Set(choices.map(Self.folded)).count == choices.count else {
            throw ChatError(.invalid, "two choices are the same")
        }
        self.choices = choices
        self.deadline = deadline
    }

    /// The choice that a text takes, counted from 0: the choice itself in any case, or its number from 1.
    ///
    /// - Parameter text: The text of an answer; white space around it does not count.
    /// - Returns: `nil` when it takes none.
    public func choice(in text: String) -> Int? {
        let answer = Self.folded(text)
        if let index = choices.firstIndex(where: { Self.folded($0) == answer }) { return index }
        guard let number = Int(answer), choices.indices.contains(number - 1) else { return nil }
        return number - 1
    }

    private static func folded(_ text: String) -> String {
        // Any language's letters, for a good reason: a choice is a text, not a name.
        var text = text.lowercased()[...]
        while text.first?.isWhitespace ?? false { text.removeFirst() }
        while text.last?.isWhitespace ?? false { text.removeLast() }
        return String(text)
    }
}
