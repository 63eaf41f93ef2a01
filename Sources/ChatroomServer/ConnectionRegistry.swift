internal import ChatroomCore
internal import ChatroomStore

/// Knows every live connection and whom it belongs to, and protects that knowledge: who is there, which connections a
/// revoked token takes with it, how many one source may have.
actor ConnectionRegistry {
    private struct Entry {
        let handle: ConnectionHandle
        let began: Timestamp
        var identity: Identity?
    }

    private let limits: Limits
    private var entries: [UInt64: Entry] = [:]
    /// The connections that are not logged in, oldest first.
    private var strangers: [UInt64] = []
    private var isDraining = false

    init(limits: Limits) { self.limits = limits }

    /// Takes a new connection, at the cost of the oldest stranger if there are too many.
    ///
    /// - Throws: ``ChatError`` with code `rate-limited` when its source has too many, or `shutting-down`.
    func admit(_ handle: ConnectionHandle, at time: Timestamp) throws(ChatError) {
        guard !isDraining else { throw Self.shuttingDown }
        if !handle.isLocal {
            let ofSource = entries.values.filter { !$0.handle.isLocal && $0.handle.source == handle.source }
            let strange = ofSource.count { $0.identity == nil }
            guard ofSource.count < limits.connectionsPerSource, strange < limits.unauthenticatedPerSource else {
                throw ChatError(
                    .rateLimited, "too many connections from \(handle.source)", retryAfter: .seconds(10))
            }
        }
        if strangers.count >= limits.unauthenticated, let oldest = strangers.first {
            entries[oldest]?.handle.close(
                ChatError(.busy, "too many connections that are not logged in", retryAfter: .seconds(5)))
            remove(oldest)
        }
        entries[handle.id] = Entry(handle: handle, began: time)
        strangers.append(handle.id)
    }

    /// Notes whom a connection belongs to.
    func logIn(_ connection: UInt64, as identity: Identity) {
        entries[connection]?.identity = identity
        strangers.removeAll { $0 == connection }
    }

    /// Notes that a connection belongs to nobody any more.
    func logOut(_ connection: UInt64) {
        guard entries[connection]?.identity != nil else { return }
        entries[connection]?.identity = nil
        strangers.append(connection)
    }

    /// Forgets a connection.
    func remove(_ connection: UInt64) {
        entries[connection] = nil
        strangers.removeAll { $0 == connection }
    }

    /// Ends the connections that use a token.
    func revoke(_ token: Token.ID) {
        for entry in entries.values where entry.identity?.token == token {
            entry.handle.close(ChatError(.notLoggedIn, "this login was revoked"))
        }
    }

    /// Who is there, in order of name.
    func present(at time: Timestamp) -> [PresentUser] {
        var users: [UserName: [Entry]] = [:]
        for entry in entries.values {
            if let name = entry.identity?.account.user.name { users[name, default: []].append(entry) }
        }
        return users.sorted { $0.key < $1.key }.compactMap { name, entries in
            guard let kind = entries.first?.identity?.account.user.kind, let since = entries.map(\.began).min(),
                let active = entries.map(\.handle.lastActivity).max()
            else { return nil }
            return PresentUser(
                name: name, kind: kind, sessions: entries.count, since: since,
                idle: .milliseconds(max(0, time.milliseconds - active.milliseconds)))
        }
    }

    /// Takes no more connections and lets those there are finish what they asked for.
    ///
    /// - Returns: How many there are.
    func drain() -> Int {
        isDraining = true
        for entry in entries.values { entry.handle.drain(Self.shuttingDown) }
        return entries.count
    }

    /// Ends every connection at once.
    func abort() {
        for entry in entries.values { entry.handle.abort() }
    }

    private static let shuttingDown = ChatError(
        .shuttingDown, "the server is shutting down", retryAfter: .seconds(1))
}
