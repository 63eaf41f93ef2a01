/// The one error that crosses modules, the wire and the process: a code for programs and a line for people.
///
/// Inside a module a private error may be thrown; at the module's edge it becomes a `ChatError`. Branch on ``code``,
/// never on the text.
public struct ChatError: Error, Equatable, CustomStringConvertible {
    /// What went wrong, for programs.
    public let code: Code
    /// What went wrong, for a person, in one line of lower case without a full stop.
    ///
    /// The wording may change.
    public let message: String
    /// What to do next, for a person, if there is something to do.
    public let hint: String?
    /// How long to wait before the same request can succeed, where the server knows it.
    public let retryAfter: Duration?

    /// Makes an error.
    public init(_ code: Code, _ message: String, hint: String? = nil, retryAfter: Duration? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
        self.retryAfter = retryAfter
    }

    /// The same error with other words, or another next step.
    public func with(message: String? = nil, hint: String?) -> ChatError {
        ChatError(code, message ?? self.message, hint: hint, retryAfter: retryAfter)
    }

    /// The message, and the hint if there is one, as one sentence each.
    public var description: String {
        guard let hint else { return "\(message)." }
        return "\(message). \(hint)"
    }
}

extension ChatError {
    /// What went wrong, as a word that both ends and scripts can compare.
    ///
    /// The set is open: a peer that is newer may send a code that has no constant here.
    public struct Code: Hashable, Sendable, RawRepresentable, CustomStringConvertible {
        /// The code as it stands on the wire and in `--json` errors.
        public let rawValue: String

        /// Makes a code from its word.
        public init(rawValue: String) { self.rawValue = rawValue }
        private init(_ word: String) { rawValue = word }

        /// The code's word.
        public var description: String { rawValue }

        /// A name, text or number breaks a rule.
        public static let invalid = Code("invalid")
        /// A message, frame or file is larger than its limit.
        public static let tooLarge = Code("too-large")
        /// There is no such user, room or message, or the caller may not know of it.
        public static let notFound = Code("not-found")
        /// The name is taken.
        public static let exists = Code("exists")
        /// The message id was used before, by another sender or with other content.
        public static let idReused = Code("id-reused")
        /// The request needs a login.
        public static let notLoggedIn = Code("not-logged-in")
        /// The user may not do this.
        public static let notAllowed = Code("not-allowed")
        /// The name, the password or the token is wrong.
        public static let wrongCredentials = Code("wrong-credentials")
        /// Too many requests of a kind in a time.
        public static let rateLimited = Code("rate-limited")
        /// The server has too much to do to take this now.
        public static let busy = Code("busy")
        /// The server's disk is full; what was asked for is not stored.
        public static let storageFull = Code("storage-full")
        /// A user, a room or the server keeps as many files as it may.
        public static let quotaExceeded = Code("quota-exceeded")
        /// The bytes of a file are not those that were named.
        public static let digestMismatch = Code("digest-mismatch")
        /// The server cannot make messages durable any more and only answers reads.
        public static let readOnly = Code("read-only")
        /// The database cannot be read or written; whether a write took place is unknown.
        public static let storage = Code("storage")
        /// The server does not know this kind of request.
        public static let unknownRequest = Code("unknown-request")
        /// A frame is malformed, or comes where the protocol does not allow it.
        public static let protocolViolation = Code("protocol-violation")
        /// The two ends share no version of the protocol.
        public static let protocolMismatch = Code("protocol-mismatch")
        /// Something that should not happen did; the server's log has the details.
        public static let internalError = Code("internal")
        /// The server is shutting down.
        public static let shuttingDown = Code("shutting-down")
        /// The server cannot be reached, or the connection to it ended.
        public static let unreachable = Code("unreachable")
        /// The server showed another key than the one that is trusted.
        public static let keyChanged = Code("key-changed")
        /// The server's key is not trusted and nobody can be asked.
        public static let keyUnknown = Code("key-unknown")
        /// The reply did not come in time; whether the request took effect is unknown.
        public static let timedOut = Code("timed-out")
        /// What was waited for did not come in time.
        public static let waitedInVain = Code("waited-in-vain")
        /// A file, a setting or a mode on this machine is not as it must be.
        public static let configuration = Code("configuration")
        /// A file that was named does not exist.
        public static let fileMissing = Code("file-missing")
        /// There is no command of the name that was to be run.
        public static let commandMissing = Code("command-missing")
        /// A command that was to be run cannot be.
        public static let commandNotRun = Code("command-not-run")
        /// Reading or writing a file failed.
        public static let fileAccess = Code("file-access")
        /// The command line is wrong.
        public static let usage = Code("usage")
        /// A search or a history holds nothing.
        public static let nothingFound = Code("nothing-found")
        /// The user stopped it.
        public static let interrupted = Code("interrupted")
    }
}
