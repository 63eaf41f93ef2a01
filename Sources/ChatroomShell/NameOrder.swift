internal import ChatroomCore

/// The order in which the shell offers the names of users.
///
/// First come the people whom the user addressed and then those who spoke in the conversation, both the most recent
/// first; then its members and then everyone else, both by name; the user's own name is last. Each name comes once.
///
/// What is kept is bounded: 200 people addressed, 200 speakers and 2,000 members in each of the 100 conversations that
/// last had news, 10,000 names in all.
struct NameOrder: Sendable {
    private static let addressedLimit = 200
    private static let speakerLimit = 200
    private static let memberLimit = 2_000
    private static let conversationLimit = 100
    private static let nameLimit = 10_000

    private let own: UserName
    private var addressees = RecentItems<UserName>(limit: addressedLimit)
    private var conversations: [Target: Circle] = [:]
    /// The keys of `conversations` by their last news.
    private var recentTargets = RecentItems<Target>(limit: conversationLimit)
    private var known: Set<UserName> = []

    /// Who is in a conversation.
    private struct Circle {
        var speakers = RecentItems<UserName>(limit: NameOrder.speakerLimit)
        var members: [UserName] = []
    }

    /// Knows nobody else yet.
    ///
    /// - Parameter own: The user's own name.
    init(own: UserName) { self.own = own }

    /// Takes note that the user addressed somebody: by a direct message, a mention or a reply.
    mutating func addressed(_ name: UserName) {
        addressees.add(name)
        know(CollectionOfOne(name))
    }

    /// Takes note that somebody wrote a message in a conversation.
    mutating func spoke(_ name: UserName, in target: Target) {
        change(target) { $0.speakers.add(name) }
        know(CollectionOfOne(name))
    }

    /// Replaces what is known of a conversation's members.
    ///
    /// - Parameters:
    ///   - names: The members, in any order; those past the 2,000th are only known, not members.
    ///   - target: The conversation.
    mutating func setMembers(_ names: [UserName], of target: Target) {
        change(target) { $0.members = names.prefix(Self.memberLimit).sorted() }
        know(names)
    }

    /// Takes note that users exist; those past the 10,000th are left out.
    mutating func know(_ names: some Sequence<UserName>) {
        for name in names where known.count < Self.nameLimit { known.insert(name) }
    }

    /// The names to offer, in order.
    ///
    /// - Parameters:
    ///   - target: The conversation that the user is in.
    ///   - prefix: What the names begin with, in any case, without `@`.
    /// - Returns: Each name once.
    func names(in target: Target, startingWith prefix: String) -> [UserName] {
        let start = Array(prefix.asciiLowercased.utf8)
        var taken: Set<UserName> = [own]
        var result: [UserName] = []
        func take(_ names: some Sequence<UserName>) {
            for name in names where name.text.utf8.starts(with: start) && taken.insert(name).inserted {
                result.append(name)
            }
        }
        let circle = conversations[target]
        take(addressees.items)
        take(circle?.speakers.items ?? [])
        take(circle?.members ?? [])
        // The other end of a direct conversation is in it even if nobody said so.
        if case .direct(let other) = target { take(CollectionOfOne(other)) }
        take(known.filter { $0.text.utf8.starts(with: start) }.sorted())
        if own.text.utf8.starts(with: start) { result.append(own) }
        return result
    }

    private mutating func change(_ target: Target, _ change: (inout Circle) -> Void) {
        if let dropped = recentTargets.add(target) { conversations[dropped] = nil }
        change(&conversations[target, default: Circle()])
    }
}
