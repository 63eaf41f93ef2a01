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
        var isMember: Bool
        /// A room's topic.
        var topic = ""
        /// The last message that arrived or was shown.
        var seen: Message.Seq = 0
        /// Where the read marker stands.
        var read: Message.Seq = 0
        var unread = 0
        /// How many of those are for this user.
        var mentions = 0
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
    /// The names that Tab offers.
    var names: NameOrder
    /// The newest messages of each conversation, newest last, for Tab and for what has no number given.
    private var recent: [Target: [Message]] = [:]
    /// What was sent from here and has not come back yet.
    private var own: Set<MessageID> = []

    private static let recentLimit = 50

    /// Knows nothing yet.
    init(user: UserName, current: Target) {
        self.user = user
        self.current = current
        names = NameOrder(own: user)
    }

    /// Takes what the server says that the user can see; counts of conversations that are known go on.
    mutating func update(_ summaries: [Conversation.Summary], isFirst: Bool) {
        for summary in summaries { open(summary, isFirst: isFirst) }
    }

    /// Takes one conversation; one that has just begun is counted from its start.
    mutating func open(_ summary: Conversation.Summary, isFirst: Bool = false) {
        var place = places[summary.target] ?? Place(isMember: false)
        if places[summary.target] == nil {
            place.read = summary.read
            if isFirst { (place.seen, place.unread, place.mentions) = (summary.head, summary.unread, summary.mentions) }
        }
        place.id = summary.id
        place.isMember = summary.role != nil
        place.topic = summary.topic
        places[summary.target] = place
    }

    /// Forgets a conversation that can be seen no more.
    ///
    /// It stays the current one if it is: what is being typed for it must not end up elsewhere.
    mutating func close(_ target: Target) {
        places[target] = nil
        recent[target] = nil
    }

    /// Notes that a message is on its way from here.
    mutating func sent(_ message: OutgoingMessage) {
        own.insert(message.id)
        if case .direct(let name) = message.target { names.addressed(name) }
        for name in Mentions.names(in: message.body) { names.addressed(name) }
    }

    /// Notes that a message that was sent from here will not come.
    mutating func refused(_ message: OutgoingMessage) { own.remove(message.id) }

    /// Decides what is done with a message.
    mutating func note(_ message: Message, in target: Target) -> Showing {
        var place = places[target] ?? Place(isMember: true)
        guard message.seq > place.seen else { return .not }
        place.seen = message.seq
        defer { places[target] = place }
        if message.entry == .topic { place.topic = message.body }
        remember(message, in: target)
        let isFromHere = own.remove(message.id) != nil
        guard !ignored.contains(message.sender) else { return .not }
        if target == current { return .here }
        if message.sender == user { return isFromHere || target.isDirect ? .elsewhere : .not }
        guard message.entry == .text else { return .not }
        let isForUser = target.isDirect || Mentions.names(in: message.body).contains(user)
        if place.isMember {
            place.unread += 1
            if isForUser { place.mentions += 1 }
        }
        return isForUser ? .elsewhere : .not
    }

    /// Notes the number of a conversation.
    mutating func note(_ id: Conversation.ID, of target: Target) {
        places[target, default: Place(isMember: true)].id = id
    }

    /// Makes a conversation the current one, unless messages have arrived that were not shown.
    ///
    /// - Parameters:
    ///   - target: The conversation.
    ///   - shown: Everything up to here was shown.
    ///   - messages: What was shown last.
    /// - Returns: After which message something is missing on the screen; `nil` when the conversation is the current
    ///   one now.
    mutating func go(to target: Target, shown: Message.Seq, _ messages: [Message]) -> Message.Seq? {
        for message in messages { remember(message, in: target) }
        var place = places[target, default: Place(isMember: true)]
        guard place.seen <= shown || target == current else { return shown }
        place.seen = max(place.seen, shown)
        (place.unread, place.mentions) = (0, 0)
        places[target] = place
        current = target
        return nil
    }

    /// Makes a conversation the current one without showing anything.
    mutating func choose(_ target: Target) { current = target }

    /// Notes whether the user is a member of a room.
    mutating func belong(to target: Target, _ isMember: Bool) { places[target]?.isMember = isMember }

    /// Notes that the user has read what was shown of the current conversation.
    ///
    /// - Returns: Which marker to move, and how far; `nil` when it stands there.
    mutating func read() -> (conversation: Conversation.ID, seq: Message.Seq)? {
        guard var place = places[current], let id = place.id, place.seen > place.read else { return nil }
        place.read = place.seen
        places[current] = place
        return (id, place.seen)
    }

    /// Where to go next: what is for the user first, then what has the most unread.
    var next: Target? {
        places.filter { $0.key != current && $0.value.unread > 0 }
            .max {
                ($0.value.mentions, $0.value.unread, $1.key.description) < (
                    $1.value.mentions, $1.value.unread, $0.key.description
                )
            }?
            .key
    }

    /// How many unread messages there are in other conversations.
    var unreadElsewhere: Int { places.reduce(0) { $0 + ($1.key == current ? 0 : $1.value.unread) } }

    /// The prompt.
    var prompt: String {
        if isOffline { return "\(current)(offline)> " }
        if places[current] == nil { return "\(current)(closed)> " }
        let unread = unreadElsewhere
        return unread == 0 ? "\(current)> " : "\(current)(\(unread > 999 ? "999+" : "\(unread)"))> "
    }

    /// The newest messages that are known of a conversation, newest first.
    func latest(in target: Target) -> [Message] { recent[target, default: []].reversed() }

    private mutating func remember(_ message: Message, in target: Target) {
        names.spoke(message.sender, in: target)
        guard message.entry == .text, !message.isDeleted else { return }
        var messages = recent[target, default: []]
        guard message.seq > messages.last?.seq ?? 0 else { return }
        messages.append(message)
        if messages.count > Self.recentLimit { messages.removeFirst(messages.count - Self.recentLimit) }
        recent[target] = messages
    }
}

extension Target {
    /// Whether it is a user.
    var isDirect: Bool { if case .direct = self { true } else { false } }
}
