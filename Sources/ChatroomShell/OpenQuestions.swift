internal import ChatroomCore

/// The questions of others that were seen lately, and which of them an answer is for; pure.
struct OpenQuestions: Sendable {
    /// A question.
    struct Asked: Sendable, Equatable {
        let target: Target
        let seq: Message.Seq
        let asker: UserName
        /// How it begins, safe for a terminal.
        let excerpt: String
        let time: Timestamp
        let question: Question
        /// Whether it was put to the user: in a direct conversation, or by a mention.
        let isForUser: Bool
        /// The user's answer.
        var answer: Message.Seq?
        /// Whether the user was told that it is over, and that an older one waits.
        var isDismissed = false

        /// Whether the user has answered it.
        var isAnswered: Bool { answer != nil }
    }

    /// What a text is to the questions.
    enum Finding: Equatable, Sendable {
        /// It answers one.
        case answer(Asked)
        /// The newest that waits has choices, and it is none of them.
        case noChoice(Asked)
        /// The newest that it would answer waits no more.
        case late(Asked)
        /// The same, while an older one still waits that it would answer, too.
        case over(Asked, waiting: Asked)
        /// The user has answered already.
        case answered(Asked)
        /// Nobody asked.
        case none
    }

    private static let limit = 200
    private static let columns = 40

    /// The questions, oldest first.
    private var asked: [Asked] = []
    /// The newest message that was for the user.
    private var newest: (target: Target, seq: Message.Seq)?

    /// Takes an entry of a log.
    ///
    /// - Parameters:
    ///   - message: The entry.
    ///   - target: Where.
    ///   - user: Who uses the shell.
    ///   - isForUser: Whether it is for the user.
    mutating func note(_ message: Message, in target: Target, user: UserName, isForUser: Bool) {
        if case .deletion(let seq) = message.entry { asked.removeAll { $0.target == target && $0.seq == seq } }
        guard message.entry == .text, !message.isDeleted else { return }
        guard message.sender != user else { return noteOwn(message, in: target) }
        if isForUser { newest = (target, message.seq) }
        guard let question = message.question, !asked.contains(where: { $0.target == target && $0.seq == message.seq })
        else { return }
        let new = Asked(
            target: target, seq: message.seq, asker: message.sender,
            excerpt: TerminalText.excerpt(message.body, columns: Self.columns), time: message.time, question: question,
            isForUser: isForUser)
        asked.insert(new, at: (asked.lastIndex { $0.time <= new.time } ?? -1) + 1)
        if asked.count > Self.limit { asked.removeFirst() }
    }

    /// An own reply answers what it replies to; in a direct conversation a message that only takes a choice does, too.
    private mutating func noteOwn(_ message: Message, in target: Target) {
        if let seq = message.replyTo {
            guard let place = asked.firstIndex(where: { $0.target == target && $0.seq == seq }) else { return }
            if asked[place].takes(message.body) { asked[place].answer = message.seq }
        } else if target.isDirect, let place = asked.lastIndex(where: { $0.target == target }),
            asked[place].seq < message.seq, !asked[place].isAnswered, asked[place].takes(message.body)
        {
            asked[place].answer = message.seq
        }
    }

    /// The question that a message of the user answers.
    func question(answeredBy seq: Message.Seq, in target: Target) -> Asked? {
        asked.last { $0.target == target && $0.answer == seq }
    }

    /// A question by its number.
    func question(_ seq: Message.Seq, in target: Target) -> Asked? {
        asked.last { $0.target == target && $0.seq == seq }
    }

    /// Finds what a text answers: the newest question to the user anywhere, or to anybody in the current conversation.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - current: The current conversation.
    ///   - now: The time; questions with an earlier deadline wait no more.
    /// - Returns: What the text is to them.
    func find(_ text: String, current: Target, now: Timestamp) -> Finding {
        let meant = asked.reversed().filter { $0.isForUser || $0.target == current }
        let open = meant.filter { !$0.isAnswered && $0.isWaiting(now) }
        if let taking = open.first(where: { $0.takes(text) }) {
            // Whoever answers means what was asked last, and may not have seen that its time is over.
            let newest = meant.first { !$0.isAnswered && !$0.isDismissed && $0.takes(text) }
            if let newest, newest.time > taking.time { return .over(newest, waiting: taking) }
            return .answer(taking)
        }
        if let newest = open.first { return .noChoice(newest) }
        if let late = meant.first(where: { !$0.isAnswered && $0.takes(text) }) { return .late(late) }
        return meant.first { $0.isAnswered }.map { .answered($0) } ?? .none
    }

    /// Notes that the user was told that a question is over.
    mutating func dismiss(_ question: Asked) {
        guard let place = asked.firstIndex(where: { $0.target == question.target && $0.seq == question.seq }) else {
            return
        }
        asked[place].isDismissed = true
    }

    /// The choices of the newest question that waits.
    func choices(current: Target, now: Timestamp) -> [String] {
        let waiting = asked.last { ($0.isForUser || $0.target == current) && !$0.isAnswered && $0.isWaiting(now) }
        return waiting?.question.choices ?? []
    }

    /// The question that a line may have been meant for though it goes elsewhere: the newest thing that was said to the
    /// user, in another conversation, when the line is exactly one of its choices.
    func misplaced(_ line: String, current: Target, now: Timestamp) -> Asked? {
        guard let newest, newest.target != current,
            let question = question(newest.seq, in: newest.target), !question.isAnswered, !question.isDismissed,
            question.question.choice(in: line) != nil
        else { return nil }
        return question
    }
}

extension OpenQuestions.Asked {
    /// Whether a text can answer it.
    func takes(_ text: String) -> Bool { question.choices.isEmpty || question.choice(in: text) != nil }

    /// Whether its time is not over.
    func isWaiting(_ now: Timestamp) -> Bool { question.deadline.map { $0 >= now } ?? true }

    /// The choice that a text takes, in the asker's words; the text where there are none.
    func words(of text: String) -> String { question.choice(in: text).map { question.choices[$0] } ?? text }

    /// What can be chosen: `yes / no`.
    var choices: String { question.choices.joined(separator: " / ") }

    /// How messages name it: `@ci's question in ops (Deploy v1.2?)`.
    var name: String { "@\(asker)'s question\(target.isDirect ? "" : " in \(target)") (\(excerpt))" }
}
