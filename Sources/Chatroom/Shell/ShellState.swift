internal import ChatroomClient
internal import ChatroomCore

/// What a shell knows of the conversations: which one is current, what is unread in the others, what was shown; pure.
struct ShellState: Sendable {
    /// What is done with a message that arrives.
    enum Showing: Equatable {
        /// It is shown as a part of the current conversation.
        case here
        /// It is shown with the name of its conversation.
        case elsewhere
        /// It is counted, or known already.
        case not
    }

    /// What is known of one conversation.
    struct Place: Sendable, Equatable {
        /// Its number; `nil` until the server told it.
        var id: Conversation.ID?
        /// Whether its unread messages count.
        var isMember = true
        /// A room's topic.
        var topic = ""
        /// The last message that arrived.
        var arrived: Message.Seq = 0
        /// Everything up to here was shown, if it was ever the current one.
        var shown: Message.Seq = 0
        /// Where the read marker stands.
        var read: Message.Seq = 0
        /// How many messages of others arrived and were not shown whole.
        var unread = 0
        /// How many of those are for this user.
        var mentions = 0
        /// Whether some of what was unread was left out when the rest was shown.
        var isAbridged = false
    }

    /// A message as it is remembered: enough to name it and to answer it.
    struct Recent: Sendable, Equatable {
        let seq: Message.Seq
        let sender: UserName
        var excerpt: String
        /// The file that it brings.
        var file: Attachment?
        /// What it asks.
        var question: Question?
    }

    /// Who uses the shell.
    let user: UserName
    /// Where what is typed goes.
    private(set) var current: Target
    private(set) var places: [Target: Place] = [:]
    /// Whose messages are not shown.
    var ignored: Set<UserName> = []
    /// Whether there is no connection.
    var isOffline = false
    /// How far files are that are being sent and fetched.
    var transfers: [String] = []
    /// The names that Tab offers.
    var names: NameOrder
    /// The newest messages of each conversation, newest last.
    private var recent: [Target: [Recent]] = [:]
    /// What was sent from here and has not come back yet.
    private var own: Set<MessageID> = []

    private static let recentLimit = 50
    private static let excerptLength = 200

    /// Knows nothing yet.
    init(user: UserName, current: Target) {
        self.user = user
        self.current = current
        names = NameOrder(own: user)
    }

    // MARK: What there is

    /// Takes all that the server says that the user can see; what is known goes on from where it is.
    mutating func update(_ summaries: [Conversation.Summary], isFirst: Bool) {
        let visible = Set(summaries.map(\.target))
        // A direct conversation in which nothing was said yet is in no list.
        for target in places.keys where !visible.contains(target) && !target.isDirect { close(target) }
        for summary in summaries { open(summary, isFirst: isFirst) }
    }

    /// Takes one conversation; what has just come into sight is counted from where it is followed.
    mutating func open(_ summary: Conversation.Summary, isFirst: Bool = false) {
        var place = places[summary.target] ?? Place(id: summary.id, arrived: -1)
        // A room that was removed and made again is another one.
        if let id = place.id, id != summary.id { place = Place(arrived: -1) }
        if place.arrived < 0 {
            recent[summary.target] = nil
            place.arrived = isFirst ? summary.head : summary.followedFrom
            place.shown = place.arrived
            place.read = summary.read
            if isFirst { (place.unread, place.mentions) = (summary.unread, summary.mentions) }
        }
        place.id = summary.id
        place.isMember = summary.role != nil
        place.topic = summary.topic
        places[summary.target] = place
        if case .direct(let name) = summary.target { names.know(CollectionOfOne(name)) }
    }

    /// Forgets a conversation that can be seen no more.
    ///
    /// It stays the current one if it is: what is being typed for it must not end up elsewhere.
    mutating func close(_ target: Target) {
        places[target] = nil
        recent[target] = nil
    }

    /// How many messages a list of conversations holds that have not arrived.
    func missed(in summaries: [Conversation.Summary]) -> Int64 {
        summaries.reduce(0) { sum, summary in
            let place = places[summary.target].flatMap { $0.id == summary.id ? $0 : nil }
            return sum + max(0, summary.head - (place?.arrived ?? summary.followedFrom))
        }
    }

    // MARK: What is said

    /// Notes that a message is on its way from here.
    mutating func sent(_ message: OutgoingMessage) {
        own.insert(message.id)
        // Whoever speaks has read.
        places[message.target]?.isAbridged = false
        if case .direct(let name) = message.target { names.addressed(name) }
        for name in Mentions.names(in: message.body) { names.addressed(name) }
    }

    /// Notes that a message that was sent from here will not come.
    mutating func refused(_ message: OutgoingMessage) { own.remove(message.id) }

    /// Decides what is done with a message that arrived.
    mutating func note(_ message: Message, in target: Target) -> Showing {
        let isFromHere = own.remove(message.id) != nil
        var place = places[target] ?? Place()
        defer { places[target] = place }
        guard message.seq > place.arrived else { return .not }
        place.arrived = message.seq
        if message.entry == .topic { place.topic = message.body }
        remember(message, in: target)
        if target == current, place.unread == 0 { place.shown = message.seq }
        guard !ignored.contains(message.sender) else { return .not }
        if target == current { return .here }
        if message.sender == user { return isFromHere || target.isDirect ? .elsewhere : .not }
        guard message.entry == .text else { return .not }
        let isForUser = target.isDirect || Mentions.include(user, in: message.body)
        if place.isMember {
            place.unread += 1
            if isForUser { place.mentions += 1 }
        }
        return isForUser ? .elsewhere : .not
    }

    // MARK: Where the user is

    /// Notes what was shown of a conversation that is being entered.
    mutating func showed(_ messages: [Message], in target: Target) {
        for message in messages {
            own.remove(message.id)
            remember(message, in: target)
        }
    }

    /// Makes a conversation the current one, unless messages have arrived that were not shown.
    ///
    /// - Parameters:
    ///   - target: The conversation.
    ///   - id: Its number.
    ///   - shown: Everything up to here was shown.
    ///   - isAbridged: Whether some of what was unread was left out.
    /// - Returns: Whether it is the current one now; otherwise what comes after `shown` is to be shown first.
    mutating func go(to target: Target, _ id: Conversation.ID, shown: Message.Seq, isAbridged: Bool) -> Bool {
        var place = places[target] ?? Place()
        place.id = id
        guard place.arrived <= shown || target == current && place.unread == 0 else { return false }
        place.arrived = max(place.arrived, shown)
        place.shown = place.arrived
        (place.unread, place.mentions) = (0, 0)
        place.isAbridged = isAbridged
        places[target] = place
        current = target
        return true
    }

    /// Makes a conversation the current one without showing anything; what is unread there stays so.
    mutating func choose(_ target: Target) { current = target }

    /// Notes that everything that was unread was shown.
    mutating func showedUnread() { for target in places.keys { places[target]?.isAbridged = false } }

    /// Notes that the user has read what was shown of the current conversation.
    ///
    /// - Returns: Which marker to move, and how far; `nil` when it stands there or not everything was shown.
    mutating func markRead() -> (conversation: Conversation.ID, seq: Message.Seq)? {
        guard var place = places[current], let id = place.id, place.unread == 0, !place.isAbridged,
            place.shown > place.read
        else { return nil }
        place.read = place.shown
        places[current] = place
        return (id, place.shown)
    }

    /// Where to go next: what is for the user first, then what has the most unread.
    var next: Target? {
        places.filter { $0.key != current && $0.value.unread > 0 }
            .max { left, right in
                (left.value.mentions, left.value.unread, right.key.description)
                    < (right.value.mentions, right.value.unread, left.key.description)
            }?
            .key
    }

    /// The prompt: the conversation, and how many unread messages there are in the others.
    var prompt: String {
        let shares = transfers.isEmpty ? "" : "[\(transfers.joined(separator: " "))]"
        if isOffline { return "\(current)(offline)\(shares)> " }
        if places[current] == nil { return "\(current)(closed)\(shares)> " }
        let unread = places.reduce(0) { $0 + ($1.key == current ? 0 : $1.value.unread) }
        let count = unread == 0 ? "" : "(\(unread > 999 ? "999+" : "\(unread)"))"
        return "\(current)\(count)\(shares)> "
    }

    /// The newest messages that are known of a conversation, newest first.
    func latest(in target: Target) -> [Recent] { recent[target, default: []].reversed() }

    /// Replaces what is known of the newest messages of a conversation that is not followed.
    mutating func recall(_ messages: [Message], in target: Target) {
        recent[target] = nil
        for message in messages { remember(message, in: target) }
    }

    private mutating func remember(_ message: Message, in target: Target) {
        names.spoke(message.sender, in: target)
        var messages = recent[target, default: []]
        let excerpt = String(message.body.prefix(Self.excerptLength))
        switch message.entry {
        case .deletion(let seq): messages.removeAll { $0.seq == seq }
        case .edit(let seq):
            if let place = messages.firstIndex(where: { $0.seq == seq }) { messages[place].excerpt = excerpt }
        case .text where !message.isDeleted && message.seq > messages.last?.seq ?? 0:
            messages.append(
                Recent(
                    seq: message.seq, sender: message.sender,
                    excerpt: excerpt.isEmpty ? message.file?.name.text ?? "" : excerpt, file: message.file,
                    question: message.question))
            if messages.count > Self.recentLimit { messages.removeFirst(messages.count - Self.recentLimit) }
        case .text, .topic: return
        }
        recent[target] = messages
    }
}

extension Target {
    /// Whether it is a user.
    var isDirect: Bool { if case .direct = self { true } else { false } }
}
