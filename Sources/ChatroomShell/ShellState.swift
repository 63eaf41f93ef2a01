internal import ChatroomClient
internal import ChatroomCore
internal import ChatroomTerminal

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
    struct Place: Sendable {
        /// Its number; `nil` until the server told it.
        var id: Conversation.ID?
        /// Whether its unread messages count.
        var isMember = true
        /// What the user is there.
        var role: Room.Role?
        /// Whether the user is to be told of the role, and whether that is known to have been seen.
        var isRoleNew = false
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
        /// How many of those two were shown in passing since the user last did anything.
        var passing = (unread: 0, mentions: 0)
        /// How many rows had been shown before the first of them.
        var passingSince = 0
        /// Whether all that was unread was shown in passing, and the marker stands before it.
        var isSeen = false
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

    /// Who uses the shell, and which messages are for that user.
    var highlight: Highlight
    /// Where what is typed goes.
    private(set) var current: Target
    /// Where it went before.
    private(set) var previous: Target?
    private(set) var places: [Target: Place] = [:]
    /// Whose messages are not shown.
    var ignored: Set<UserName> = []
    /// The rooms of which only what is for the user counts.
    var muted: Set<RoomName> = []
    /// Why the user is away; `nil` when here.
    var away: String?
    /// How wide the terminal is.
    var columns = 80
    /// How many messages of others came to the current conversation since the user last did anything.
    private var unnoticed = 0
    /// How many rows went over the screen.
    var rowsShown = 0
    /// How many rows a terminal has of which nothing is known.
    static let usualRows = 24
    /// What others asked.
    var questions = OpenQuestions()
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
        highlight = Highlight(reader: user)
        self.current = current
        names = NameOrder(own: user)
    }

    /// Who uses the shell.
    var user: UserName { highlight.reader }

    /// Takes over what `/set`, `/ignore` and `/mute` change.
    mutating func adapt(to settings: ShellSettings) {
        (ignored, muted) = (settings.ignored, settings.muted)
        highlight.words = settings.highlight
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
        (place.role, place.isRoleNew) = (summary.role, summary.isRoleNew)
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
        let isForUser = isForUser(message, in: target)
        remember(message, in: target, isForUser: isForUser && !ignored.contains(message.sender))
        if target == current, place.unread == 0 { place.shown = message.seq }
        guard !ignored.contains(message.sender) else { return .not }
        if target == current {
            if message.sender != user, message.entry == .text { unnoticed += 1 }
            return .here
        }
        if message.sender == user { return isFromHere || target.isDirect ? .elsewhere : .not }
        guard message.entry == .text else { return .not }
        // A mention counts wherever it is, for nobody would look for it in a room that one is not in.
        guard place.isMember || isForUser else { return .not }
        place.unread += 1
        if isForUser { place.mentions += 1 }
        guard isForUser else { return .not }
        if place.passing.unread == 0 { place.passingSince = rowsShown }
        place.passing.unread += 1
        place.passing.mentions += 1
        return .elsewhere
    }

    /// Whether a message is for the user.
    func isForUser(_ message: Message, in target: Target) -> Bool {
        guard message.sender != user, message.entry == .text else { return false }
        // All members of a room are addressed, not those who only look at it.
        let isAddressed = message.summons != nil && places[target]?.isMember ?? true
        return target.isDirect || isAddressed || highlight.marks(message.body)
    }

    /// Notes that the user did something, and has seen what is on a screen of so many rows.
    ///
    /// What went out at its top waits on.
    mutating func noticed(onRows rows: Int) {
        unnoticed = 0
        for (target, place) in places where place.passing.unread > 0 {
            var place = place
            if rowsShown - place.passingSince < rows {
                place.unread = max(0, place.unread - place.passing.unread)
                place.mentions = max(0, place.mentions - place.passing.mentions)
            }
            place.passing = (0, 0)
            if place.unread == 0 { (place.shown, place.isSeen) = (place.arrived, true) }
            places[target] = place
        }
    }

    // MARK: Where the user is

    /// Notes what was shown of a conversation that is being entered.
    mutating func showed(_ messages: [Message], in target: Target) {
        for message in messages {
            own.remove(message.id)
            remember(
                message, in: target,
                isForUser: isForUser(message, in: target) && !ignored.contains(message.sender))
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
        (place.unread, place.mentions, place.passing) = (0, 0, (0, 0))
        place.isAbridged = isAbridged
        places[target] = place
        choose(target)
        return true
    }

    /// Makes a conversation the current one without showing anything; what is unread there stays so.
    mutating func choose(_ target: Target) {
        if target != current { previous = current }
        current = target
    }

    /// The conversations in the order in which Alt and a digit reach them: the lobby, rooms, users, each by name.
    var numbered: [Target] {
        places.filter { $0.value.isMember || $0.key == current }.keys.sorted { left, right in
            let (first, second) = (Self.rank(left), Self.rank(right))
            return first == second ? left.description < right.description : first < second
        }
    }

    private static func rank(_ target: Target) -> Int { target == .lobby ? 0 : target.isDirect ? 2 : 1 }

    /// The conversations whose names begin with a text, by name.
    func targets(startingWith prefix: String) -> [Target] {
        let prefix = prefix.asciiLowercased
        let wanted = prefix.hasPrefix("#") ? String(prefix.dropFirst()) : prefix
        return places.keys.filter { $0.description.hasPrefix(wanted) }.sorted { $0.description < $1.description }
    }

    /// Notes that everything that was unread was shown.
    mutating func showedUnread() { for target in places.keys { places[target]?.isAbridged = false } }

    /// Notes that the user has read what was shown.
    ///
    /// - Returns: Which markers to move, and how far; none that stands there or of which not everything was shown.
    mutating func markRead() -> [(conversation: Conversation.ID, seq: Message.Seq)] {
        var marks: [(Conversation.ID, Message.Seq)] = []
        for (target, place) in places {
            guard let id = place.id, place.unread == 0, !place.isAbridged else { continue }
            let isRead = place.shown > place.read && (target == current || place.isSeen)
            // To read on where one was is to have seen what one is there.
            guard isRead || place.isRoleNew && place.read > 0 else { continue }
            if isRead { places[target]?.read = place.shown }
            places[target]?.isSeen = false
            places[target]?.isRoleNew = false
            marks.append((id, isRead ? place.shown : place.read))
        }
        return marks
    }

    /// What waits elsewhere, and deserves it.
    var hotlist: Hotlist {
        Hotlist(
            places.compactMap { target, place in
                let count = target.isRoom(in: muted) ? place.mentions : place.unread
                guard target != current, count > 0 else { return nil }
                return Hotlist.Item(target: target, count: count, isForUser: target.isDirect || place.mentions > 0)
            })
    }

    /// Where to go next: what is for the user first, then what has the most unread.
    var next: Target? { hotlist.items.first?.target }

    /// The prompt: the conversation, and what waits in others, on at most half of the terminal's width.
    var prompt: String {
        let shares = transfers.isEmpty ? "" : "[\(transfers.joined(separator: " "))]"
        if isOffline { return "\(current)(offline)\(shares)> " }
        if places[current] == nil { return "\(current)(closed)\(shares)> " }
        let state = away == nil ? "" : "away"
        let room = columns / 2 - current.description.utf8.count - state.utf8.count - shares.utf8.count - 6
        let notes = [state, hotlist.text(columns: room)].filter { !$0.isEmpty }.joined(separator: ", ")
        return "\(current)\(notes.isEmpty ? "" : "(\(notes))")\(shares)> "
    }

    /// The title of the terminal's window: how much is new, and where the user is.
    var title: String {
        let count = hotlist.items.reduce(unnoticed) { $0 + $1.count }
        return "\(count > 0 ? "(\(count)) " : "")\(current) - chatroom"
    }

    /// The newest messages that are known of a conversation, newest first.
    func latest(in target: Target) -> [Recent] { recent[target, default: []].reversed() }

    /// Replaces what is known of the newest messages of a conversation that is not followed.
    mutating func recall(_ messages: [Message], in target: Target) {
        recent[target] = nil
        for message in messages { remember(message, in: target, isForUser: isForUser(message, in: target)) }
    }

    private mutating func remember(_ message: Message, in target: Target, isForUser: Bool) {
        questions.note(message, in: target, user: user, isForUser: isForUser)
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
    /// Whether it is one of some rooms.
    func isRoom(in rooms: Set<RoomName>) -> Bool {
        if case .room(let name) = self { rooms.contains(name) } else { false }
    }
}
