internal import ChatroomCore

/// What is more than a plain text, and what is known of conversations.
extension Sample {
    static let muchLater = Timestamp(milliseconds: 1_795_366_900_000)

    /// An entry of bob's whose text is `x`.
    static func entry(
        _ seq: Message.Seq, _ entry: Message.Entry = .text, body: String = "x", asks question: Question? = nil,
        replyTo: Message.Seq? = nil
    ) -> Message {
        Message(
            seq: seq, id: messageID, sender: bob, kind: .human, time: later, body: body, replyTo: replyTo,
            entry: entry, question: question)
    }

    static let lateAnswer = changed(entry(50, replyTo: 48)) { $0.isLate = true }
    static let summons = changed(entry(51, body: "@all")) { $0.summons = .all }
    static let deleted = changed(entry(43, body: "")) { $0.isDeleted = true }
    static let edited = changed(entry(44)) { $0.edited = muchLater }

    static let emptyLobby = changed(Conversation.Summary(id: Conversation.ID(rawValue: 1), target: .lobby)) {
        $0.role = .member
    }
    static let ownedLobby = changed(emptyLobby) { ($0.role, $0.isRoleNew) = (.owner, true) }
    static let summary = changed(Conversation.Summary(id: conversation, target: ops)) { summary in
        summary.topic = "what runs"
        summary.isPrivate = true
        summary.role = .moderator
        summary.head = 99
        summary.time = later
        summary.read = 43
        summary.unread = 56
        summary.mentions = 2
    }
    static let roomOfOps = Room(
        summary: summary, slow: .seconds(5), retain: .seconds(86_400), created: noon,
        members: [Room.Member(name: alice, role: .owner), Room.Member(name: ci, role: .member)], banned: [bob],
        invited: [bot])
    static let emptyRoom = Room(
        summary: Conversation.Summary(id: conversation, target: ops), slow: .zero, retain: nil, created: noon,
        members: [], banned: [], invited: [])
    static let away = PresentUser(
        name: alice, kind: .human, sessions: 0, since: noon, idle: .zero, away: "lunch")
    static let found = Found(
        hits: [Found.Hit(conversation: conversation, target: ops, message: entry(43))], next: 77)
    static let marker = Marker(user: alice, delivered: 44, read: 43)

    static func changed<Value>(_ value: Value, _ change: (inout Value) -> Void) -> Value {
        var value = value
        change(&value)
        return value
    }
}

extension HistoryQuery {
    static let thread = Sample.changed(HistoryQuery(target: Sample.ops, limit: 50)) { query in
        query.isUnfolded = true
        query.thread = 43
    }
    static let oneMessage = Sample.changed(HistoryQuery(target: Sample.ops, limit: 50)) { $0.id = Sample.messageID }
    static let waiting = Sample.changed(HistoryQuery(target: .direct(Sample.bob), limit: 50)) { query in
        query.mentionsOnly = true
        query.unreadOnly = true
    }
}

extension ConfigureRoom {
    /// Changes all there is.
    static let everything = Sample.changed(ConfigureRoom(room: Sample.room)) { change in
        change.isPrivate = true
        change.slow = .seconds(5)
        change.retain = .seconds(86_400)
    }
    /// Takes all settings back, which is not the same as leaving them.
    static let nothing = Sample.changed(ConfigureRoom(room: Sample.room)) { change in
        change.isPrivate = false
        change.slow = .zero
        change.retain = .zero
    }
}

extension Search {
    static let everything = Sample.changed(
        Search(terms: [
            SearchTerm(text: "green build", isPhrase: true), SearchTerm(text: "dep", isPrefix: true),
            SearchTerm(text: "red", isExcluded: true),
        ])
    ) { search in
        search.target = Sample.ops
        search.from = Sample.ci
        search.hasFile = true
        search.since = Sample.noon
        search.until = Sample.later
        search.before = 77
        search.limit = 20
    }
}
