internal import ChatroomCore
internal import ChatroomStore

/// Who a connection belongs to and what it may ask for now.
///
/// Pure: rules of calls go in, refusals come out, and the connection does what follows from them.
struct Session {
    private enum State {
        case connected
        case greeted
        case loggedIn(Identity)
    }

    private var state = State.connected
    private var failedLogins = 0
    private var known: [Target: Access] = [:]
    /// When rights were as ``known`` has them.
    private var epoch: UInt64 = 0
    private let failedLoginLimit: Int

    /// Makes the session of a new connection.
    init(failedLoginLimit: Int) { self.failedLoginLimit = failedLoginLimit }

    /// Who is logged in.
    var identity: Identity? {
        if case .loggedIn(let identity) = state { identity } else { nil }
    }

    /// Whether the peer failed to log in so often that the connection must end.
    var isExhausted: Bool { failedLogins >= failedLoginLimit }

    /// Refuses a call that may not come now.
    func admit(_ rule: CallRule) throws(ChatError) {
        switch (rule.phase, state) {
        case (.beforeGreeting, .connected), (.beforeLogin, .greeted), (.afterLogin, .loggedIn), (.always, .greeted),
            (.always, .loggedIn):
            return
        case (_, .connected):
            throw ChatError(.protocolViolation, "a connection begins with hello")
        case (.beforeGreeting, _):
            throw ChatError(.protocolViolation, "hello comes once")
        case (.beforeLogin, _):
            throw ChatError(.protocolViolation, "this connection is logged in already")
        case (.afterLogin, _), (.always, _):
            throw ChatError(
                .notLoggedIn, "not logged in", hint: "Run 'chatroom login NAME' or set CHATROOM_TOKEN_FILE.")
        }
    }

    /// Notes the greeting.
    mutating func greet() { state = .greeted }

    /// Notes a login.
    mutating func logIn(_ identity: Identity) { state = .loggedIn(identity) }

    /// Notes the end of a login.
    mutating func logOut() {
        state = .greeted
        known.removeAll()
    }

    /// What the user is to a conversation, if that was looked up before and rights have not changed since.
    func access(to target: Target, at epoch: UInt64) -> Access? { epoch == self.epoch ? known[target] : nil }

    /// Remembers what a target means; at most 256 of them, so that a session stays small.
    mutating func remember(_ access: Access, of target: Target, at epoch: UInt64) {
        if known.count >= 256 || epoch != self.epoch { known.removeAll() }
        self.epoch = epoch
        known[target] = access
    }

    /// Counts a failed login.
    mutating func noteFailedLogin() { failedLogins += 1 }
}
