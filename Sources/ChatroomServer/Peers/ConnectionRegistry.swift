internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomWire

/// Knows every live connection and whom it belongs to, and protects that knowledge: who is there, which connections a
/// revoked token takes with it, how many one source may have.
actor ConnectionRegistry {
    private struct Entry {
        let peer: any Peer
        let began: Timestamp
        var identity: Identity?
        var watch = Watch()
    }

    private let limits: Limits
    private var entries: [UInt64: Entry] = [:]
    /// How many connections each source has.
    private var perSource: [Source: Int] = [:]
    /// The connections that are not logged in, oldest first, and how many of them each source has.
    private var strangers: [UInt64] = []
    private var strangersPerSource: [Source: Int] = [:]
    /// The connections of each account that is there.
    private var connections: [Account.ID: Set<UInt64>] = [:]
    /// The connections of each user who is there.
    private var sessions: [UserName: Set<UInt64>] = [:]
    private var isDraining = false
    /// Why users who are there are away.
    private var away: [UserName: String] = [:]
    /// What watchers of presence were last told, as far as it was not that nobody is there.
    private var told: [UserName: PresentUser] = [:]
    /// Who came, went or changed since then, perhaps.
    private var changed: Set<UserName> = []
    /// Wakes the one who tells watchers.
    private let (wakeUps, wakeUp) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    init(limits: Limits) { self.limits = limits }

    /// Takes a new connection, at the cost of a stranger if there are too many; see ``strangerToGo``.
    ///
    /// - Throws: ``ChatError`` with code `rate-limited` when its source has too many, or `shutting-down`.
    func admit(_ peer: any Peer, at time: Timestamp) throws(ChatError) {
        guard !isDraining else { throw Self.shuttingDown }
        let source = peer.origin.source
        let (most, name) =
            source.isLocal
            ? (limits.connectionsPerLocalSource, "connections-per-local-source")
            : (limits.connectionsPerSource, "connections-per-source")
        guard perSource[source, default: 0] < most else { throw Self.tooMany(source, most, name) }
        if !source.isLocal {
            guard strangersPerSource[source, default: 0] < limits.unauthenticatedPerSource else {
                throw Self.tooMany(source, limits.unauthenticatedPerSource, "unauthenticated-per-source")
            }
        }
        if strangers.count >= limits.unauthenticated, let oldest = strangerToGo {
            entries[oldest]?.peer.part(
                .now(ChatError(.busy, "too many connections that are not logged in", retryAfter: .seconds(5))))
            remove(oldest)
        }
        entries[peer.id] = Entry(peer: peer, began: time)
        perSource[source, default: 0] += 1
        addStranger(peer.id, from: source)
    }

    /// Which stranger gives way: none whose login is being looked at, as long as there are others, and of those the
    /// oldest of the source that has the most, so that many connections that say nothing shut nobody else out.
    private var strangerToGo: UInt64? {
        var bySource: [Source: [UInt64]] = [:]
        for stranger in strangers {
            guard let peer = entries[stranger]?.peer, !peer.isLoggingIn else { continue }
            bySource[peer.origin.source, default: []].append(stranger)
        }
        let most = bySource.values.max { left, right in
            left.count == right.count ? left[0] > right[0] : left.count < right.count
        }
        return most?.first ?? strangers.first
    }

    /// Notes whom a connection belongs to.
    func logIn(_ connection: UInt64, as identity: Identity, away: String?) {
        entries[connection]?.identity = identity
        if let entry = entries[connection] {
            sessions[identity.account.user.name, default: []].insert(connection)
            connections[identity.account.id, default: []].insert(connection)
            removeStranger(connection, from: entry.peer.origin.source)
        }
        self.away[identity.account.user.name] = away
        noteChange(of: identity)
    }

    /// Notes that a connection belongs to nobody any more.
    func logOut(_ connection: UInt64) {
        guard let entry = entries[connection], let identity = entry.identity else { return }
        entries[connection]?.identity = nil
        entries[connection]?.watch = Watch()
        addStranger(connection, from: entry.peer.origin.source)
        endSession(connection, of: identity)
    }

    /// Forgets a connection.
    func remove(_ connection: UInt64) {
        let entry = entries.removeValue(forKey: connection)
        guard let entry else { return }
        let source = entry.peer.origin.source
        perSource[source].countDown()
        removeStranger(connection, from: source)
        if let identity = entry.identity { endSession(connection, of: identity) }
    }

    private func addStranger(_ connection: UInt64, from source: Source) {
        strangers.append(connection)
        strangersPerSource[source, default: 0] += 1
    }

    private func removeStranger(_ connection: UInt64, from source: Source) {
        guard let place = strangers.firstIndex(of: connection) else { return }
        strangers.remove(at: place)
        strangersPerSource[source].countDown()
    }

    /// Ends the connections that use a token.
    func revoke(_ token: Token.ID) {
        for entry in entries.values where entry.identity?.token == token {
            entry.peer.part(.now(ChatError(.notLoggedIn, "this login was revoked")))
        }
    }

    /// The tokens that sessions of a user use.
    func tokens(of name: UserName) -> Set<Token.ID> {
        Set(sessions[name, default: []].compactMap { entries[$0]?.identity?.token })
    }

    /// Takes no more connections and lets those there are finish what they asked for.
    ///
    /// - Returns: How many there are.
    func drain() -> Int {
        isDraining = true
        for entry in entries.values { entry.peer.part(.drain(Self.shuttingDown)) }
        return entries.count
    }

    /// Ends every connection at once.
    func abort() {
        for entry in entries.values { entry.peer.part(.wordless) }
    }

    private static func tooMany(_ source: Source, _ most: Int, _ limit: String) -> ChatError {
        ChatError(
            .rateLimited, "too many connections from \(source), at most \(most) (\(limit))",
            hint: "Close some of them; one connection serves many conversations.", retryAfter: .seconds(10))
    }

    private static let shuttingDown = ChatError(
        .shuttingDown, "the server is shutting down", retryAfter: .seconds(1))
}

/// Presence: several sessions of one user are one user, and whoever watches is told of changes together.
extension ConnectionRegistry {
    /// How long changes are collected before watchers are told, so that a visit of a moment makes no noise.
    static let noticeDelay: Duration = .milliseconds(250)

    /// Who is there, in order of name.
    func present(at time: Timestamp) -> [PresentUser] {
        sessions.keys.sorted().compactMap { present($0, at: time) }
    }

    /// The accounts of those who are there.
    var presentAccounts: Set<Account.ID> {
        Set(sessions.values.joined().compactMap { entries[$0]?.identity?.account.id })
    }

    /// One user, if the user is there.
    func present(_ name: UserName, at time: Timestamp) -> PresentUser? {
        describe(sessions[name, default: []].compactMap { entries[$0] }, at: time)
    }

    /// Notes why a user is away.
    func setAway(_ text: String?, of identity: Identity) {
        away[identity.account.user.name] = text
        noteChange(of: identity)
    }

    /// Sets which notices a connection gets.
    func watch(_ connection: UInt64, _ watch: Watch) { entries[connection]?.watch = watch }

    /// The connections of accounts, or of all, that watch for conversations.
    func watchers(of accounts: Set<Account.ID>?) -> [Account.ID: [any Peer]] {
        var found: [Account.ID: [any Peer]] = [:]
        for account in accounts ?? Set(connections.keys) {
            let peers = entries(of: account).filter(\.watch.conversations).map(\.peer)
            if !peers.isEmpty { found[account] = peers }
        }
        return found
    }

    /// Tells what a user has received and read to connections of accounts that watch for it.
    func tell(_ marker: Marker, in conversation: Conversation.ID, to accounts: [Account.ID]) {
        for account in Set(accounts) {
            for entry in entries(of: account) where entry.watch.markers {
                entry.peer.notify(.markerMoved(conversation, marker))
            }
        }
    }

    private func entries(of account: Account.ID) -> [Entry] {
        connections[account, default: []].compactMap { entries[$0] }
    }

    /// Ends what the connections of some users follow of a conversation.
    func end(_ conversation: Conversation.ID, _ reason: ChatError, where isMeant: (Identity) -> Bool) {
        for entry in entries.values {
            if let identity = entry.identity, isMeant(identity) { entry.peer.end(conversation, reason) }
        }
    }

    /// Tells watchers of presence who came, went and changed, until the task is cancelled.
    nonisolated func tellPresence(clock: PlausibleClock) async {
        for await _ in wakeUps {
            do { try await ContinuousClock().sleep(for: Self.noticeDelay) } catch { return }
            await tellChanges(at: clock.now())
        }
    }

    private func tellChanges(at time: Timestamp) {
        var notices: [PresentUser] = []
        for name in changed.sorted() {
            let user = present(name, at: time)
            let before = told[name]
            told[name] = user
            if let user {
                if before == nil || before?.away != user.away { notices.append(user) }
            } else {
                away[name] = nil
                if let before {
                    notices.append(
                        PresentUser(name: name, kind: before.kind, sessions: 0, since: time, idle: .zero))
                }
            }
        }
        changed = []
        guard !notices.isEmpty else { return }
        for entry in entries.values where entry.watch.presence { entry.peer.notify(.presenceChanged(notices)) }
    }

    private func endSession(_ connection: UInt64, of identity: Identity) {
        let name = identity.account.user.name
        sessions[name]?.remove(connection)
        if sessions[name]?.isEmpty ?? false { sessions[name] = nil }
        let account = identity.account.id
        connections[account]?.remove(connection)
        if connections[account]?.isEmpty ?? false { connections[account] = nil }
        noteChange(of: identity)
    }

    private func noteChange(of identity: Identity) {
        changed.insert(identity.account.user.name)
        wakeUp.yield()
    }

    private func describe(_ entries: some Sequence<Entry>, at time: Timestamp) -> PresentUser? {
        let entries = Array(entries)
        guard let user = entries.first?.identity?.account.user, let since = entries.map(\.began).min(),
            let active = entries.map(\.peer.lastActivity).max()
        else { return nil }
        return PresentUser(
            name: user.name, kind: user.kind, sessions: entries.count, since: since,
            idle: .milliseconds(max(0, time.milliseconds - active.milliseconds)), away: away[user.name])
    }
}

extension Int? {
    /// Counts down; nothing is left of 1.
    fileprivate mutating func countDown() {
        self = flatMap { $0 > 1 ? $0 - 1 : nil }
    }
}
