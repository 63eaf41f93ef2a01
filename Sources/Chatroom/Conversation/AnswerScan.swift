internal import ChatroomCore

/// Tells which message answers a question; pure.
///
/// An answer is a reply to the question. In a direct conversation a message that replies to nothing counts too, as long
/// as no other question came in between, for a person just types.
struct AnswerScan {
    /// What a message is to the question.
    enum Finding: Equatable {
        /// Nothing.
        case unrelated
        /// The answer, and which choice it takes if there are choices.
        case answer(choice: Int?)
        /// An answer after the question's time.
        case late
        /// A reply that takes none of the choices.
        case noChoice
        /// The end of the question.
        case deleted
    }

    private let seq: Message.Seq
    private let asker: UserName
    private let isDirect: Bool
    private let question: Question
    private let from: UserName?
    private var isLatest = true

    /// Makes a scan of what comes after a question.
    ///
    /// - Parameters:
    ///   - seq: The question's place.
    ///   - asker: Who asked, whose own messages are no answers.
    ///   - target: Where.
    ///   - question: What may be answered.
    ///   - from: Whose answer alone counts; `nil` for anybody's.
    init(seq: Message.Seq, asker: UserName, target: Target, question: Question, from: UserName?) {
        self.seq = seq
        self.asker = asker
        if case .direct = target { isDirect = true } else { isDirect = false }
        self.question = question
        self.from = from
    }

    /// Looks at the next message of the conversation.
    mutating func look(at message: Message) -> Finding {
        if message.entry == .deletion(of: seq) { return .deleted }
        if message.question != nil { isLatest = false }
        guard message.entry == .text, message.question == nil, !message.isDeleted, message.sender != asker,
            from.map({ $0 == message.sender }) ?? true
        else { return .unrelated }
        let isLoose = message.replyTo == nil && isDirect && isLatest
        guard message.replyTo == seq || isLoose else { return .unrelated }
        let choice = question.choice(in: message.body)
        // Whoever just types may be talking of something else.
        guard question.choices.isEmpty || choice != nil else { return isLoose ? .unrelated : .noChoice }
        if let deadline = question.deadline, message.time > deadline { return .late }
        return .answer(choice: choice)
    }
}
