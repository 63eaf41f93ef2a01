internal import ChatroomCore

/// What a stored entry came of, as far as the log tells.
struct StoredAct {
    private let message: Message
    private let updateKey: String?
    /// Whether the log tells of each update that it was one.
    private let isKeyKnown: Bool

    init(_ message: Message, updateKey: String?, isKeyKnown: Bool) {
        self.message = message
        self.updateKey = updateKey
        self.isKeyKnown = isKeyKnown
    }

    /// Whether the entry can be what an act became.
    ///
    /// Before keys were stored, an update cannot be told from a message or an edit with the same text.
    func fits(_ act: OutgoingMessage.Act) -> Bool {
        switch act {
        case .post: isOwn && message.question == nil && updateKey == nil
        case .edit(let seq): message.entry == .edit(of: seq) && updateKey == nil
        case .delete(let seq): message.entry == .deletion(of: seq)
        case .update(let key): isUpdate(key)
        case .ask(let choices, _): isOwn && asks(choices)
        case .topic: message.entry == .topic
        }
    }

    private var isOwn: Bool { message.entry == .text }

    private func isUpdate(_ key: String) -> Bool {
        if let updateKey { return Array(updateKey.utf8) == Array(key.utf8) }
        guard !isKeyKnown else { return false }
        if case .edit = message.entry { return true }
        return isOwn && message.question == nil
    }

    /// Whoever asks again may wait for another time; the deadline that was stored holds.
    private func asks(_ choices: [String]) -> Bool {
        guard let question = message.question else { return false }
        // Bytes, because strings compare as equal when they only look the same.
        return question.choices.map { Array($0.utf8) } == choices.map { Array($0.utf8) }
    }
}
