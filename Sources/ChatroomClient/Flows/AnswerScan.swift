public import ChatroomCore

/// Tells which message answers a question; pure.
///
/// An answer is a reply to the question. In a direct conversation a message that replies to nothing counts too, as long
/// as no other question came in between, for a person just types. In a room only people decide between choices, unless
/// the asker says whose answer counts. What was written once counts or does not: an edit changes nothing.
public struct AnswerScan: Sendable {
    /// What a message is to the question.
    public enum Finding: Equatable, Sendable {
        /// Nothing.
        case unrelated
        /// Something that others say meanwhile.
        case besides
        /// The answer, and which choice it takes if there are choices.
        case answer(choice: Int?)
        /// An answer after the question's time.
        case late
        /// A reply that takes none of the choices.
        case noChoice
        /// What would be an answer if it came otherwise.
        case uncounted(Reason)
        /// The end of the question.
        case deleted
    }

    /// Why an answer does not count.
    public enum Reason: Equatable, Sendable {
        /// The asker wrote it.
        case own
        /// It is not from the user whose answer alone counts.
        case sender(UserName)
        /// It is not from a person.
        case kind(User.Kind)
        /// It changes what was replied earlier.
        case edit
    }

    /// How many replies are remembered, so that their edits are told of.
    private static let memory = 1000

    private let seq: Message.Seq
    private let asker: UserName
    private let isDirect: Bool
    private let question: Question
    private let from: UserName?
    /// Whether only people's answers count.
    private let isForPeople: Bool
    private var isLatest = true
    private var replies: Set<Message.Seq> = []

    /// Makes a scan of what comes after a question.
    ///
    /// - Parameters:
    ///   - seq: The question's place.
    ///   - asker: Who asked, whose own messages are no answers.
    ///   - target: Where.
    ///   - question: What may be answered.
    ///   - from: Whose answer alone counts; `nil` for anybody's.
    ///   - takesAnyKind: Whether agents and scripts take a choice in a room, too.
    init(
        seq: Message.Seq, asker: UserName, target: Target, question: Question, from: UserName?,
        takesAnyKind: Bool = false
    ) {
        self.seq = seq
        self.asker = asker
        if case .direct = target { isDirect = true } else { isDirect = false }
        self.question = question
        self.from = from
        isForPeople = !isDirect && !question.choices.isEmpty && from == nil && !takesAnyKind
    }

    /// Looks at the next message of the conversation.
    public mutating func look(at message: Message) -> Finding {
        if message.entry == .deletion(of: seq) { return .deleted }
        if message.question != nil { isLatest = false }
        if case .edit(of: let changed) = message.entry, replies.contains(changed) { return .uncounted(.edit) }
        guard message.entry == .text, message.question == nil, !message.isDeleted else { return .unrelated }
        let isReply = message.replyTo == seq
        let isLoose = message.replyTo == nil && isDirect && isLatest && message.sender != asker
        guard isReply || isLoose else { return message.sender == asker ? .unrelated : .besides }
        if isReply, replies.count < Self.memory { replies.insert(message.seq) }
        if let reason = reason(against: message) { return isReply ? .uncounted(reason) : .besides }
        let choice = question.choice(in: message.body)
        // Whoever just types may be talking of something else.
        guard question.choices.isEmpty || choice != nil else { return isLoose ? .besides : .noChoice }
        if let deadline = question.deadline, message.time > deadline { return .late }
        return .answer(choice: choice)
    }

    private func reason(against message: Message) -> Reason? {
        if message.sender == asker { return .own }
        if let from, message.sender != from { return .sender(from) }
        if isForPeople, message.kind != .human { return .kind(message.kind) }
        return nil
    }
}
