public import ChatroomCore

/// A message that is in the log, with what shows whether another with its id is the same.
public struct StoredMessage: Sendable, Hashable {
    /// The message as it was stored, or what is left of it.
    public private(set) var message: Message
    /// Who sent it.
    public let sender: Account.ID
    /// Where it is.
    public let conversation: Conversation.ID
    /// The key of an update.
    public let updateKey: String?
    /// Whether the log tells of each update that it was one.
    public let isKeyKnown: Bool
    /// What entered the chain for its text and file, once they are deleted.
    private var digest: [UInt8]?

    /// Makes a description.
    ///
    /// - Parameters:
    ///   - message: The message.
    ///   - sender: Who sent it.
    ///   - conversation: Where it is.
    ///   - updateKey: The key of an update.
    ///   - isKeyKnown: Whether the log tells of each update that it was one.
    ///   - digest: What entered the chain for its text and file, if they are deleted.
    public init(
        _ message: Message, from sender: Account.ID, in conversation: Conversation.ID, updateKey: String?,
        isKeyKnown: Bool = true, digest: [UInt8]? = nil
    ) {
        self.message = message
        self.sender = sender
        self.conversation = conversation
        self.updateKey = updateKey
        self.isKeyKnown = isKeyKnown
        self.digest = digest
        // Nobody is told of it twice.
        self.message.summons = nil
    }

    /// What whoever sends it again is told: the first answer, or that the id was used for something else.
    func answer(to new: NewMessage) -> Result<Appended, ChatError> {
        // Digests, because strings compare as equal when they only look the same.
        // What was deleted with its file is told by its id alone.
        let isSame =
            if message.isDeleted {
                new.file != nil || digest == MessageChain.digest(ofBody: new.body)
            } else {
                message.file?.id == new.file
                    && MessageChain.digest(ofBody: message.body) == MessageChain.digest(ofBody: new.body)
            }
        guard isSame, message.replyTo == new.replyTo, fits(new.act), sender == new.sender.id,
            conversation == new.conversation
        else { return .failure(.reusedID) }
        return .success(Appended(message: message, isDuplicate: true))
    }

    /// Deletes its text and file.
    mutating func erase() {
        guard !message.isDeleted else { return }
        digest = MessageChain.digest(of: message)
        message.body = ""
        message.file = nil
        message.isDeleted = true
    }

    /// Whether the entry can be what an act became.
    ///
    /// Before keys were stored, an update cannot be told from a message or an edit with the same text.
    private func fits(_ act: OutgoingMessage.Act) -> Bool {
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
