public import ChatroomCore
public import ChatroomWire
internal import NIOCore
internal import Synchronization

/// A user's way to one server: makes connections that are trusted and logged in, and makes them again when they end.
public final class ChatClient: Uplink {
    /// How patient a client is, and what it calls itself.
    public struct Options: Sendable {
        /// How long a connection may take to be made.
        public var connectTimeout: Duration = .seconds(10)
        /// The same for the very first one; `nil` for no difference.
        public var firstConnectTimeout: Duration?
        /// How long a reply may take.
        public var requestTimeout: Duration = .seconds(10)
        /// Told when the first connection takes a while to be made, and when that is over.
        public var onSlow: (@Sendable (_ isSlow: Bool) -> Void)?
        /// The time of day, by which a certificate may have expired.
        public var now: @Sendable () -> Timestamp = Timestamp.ofSystem
        /// The client's name and version, for the server's log.
        public var product: String

        /// Makes options with the usual limits.
        public init(product: String) { self.product = product }
    }

    /// How long a connection may take before somebody who waits wants to know.
    private static let patience: Duration = .milliseconds(300)

    /// Where the server is.
    public let address: ServerAddress
    private let trust: ServerTrust
    private let credential: Login.Credential?
    private let options: Options
    /// The key that an earlier connection of this client was made with; no later one may have another.
    private let seen = Mutex<KeyFingerprint?>(nil)
    /// The connection that is shared at this moment.
    private let shared = Mutex<HeldConnection?>(nil)

    /// Makes a client; it connects when asked to.
    ///
    /// - Parameters:
    ///   - address: Where the server is.
    ///   - trust: Decides whether the server's key is trusted.
    ///   - credential: How to log in on each connection; `nil` for connections that log in or register themselves.
    ///   - options: Time limits and the client's name.
    public init(address: ServerAddress, trust: ServerTrust, credential: Login.Credential?, options: Options) {
        self.address = address
        self.trust = trust
        self.credential = credential
        self.options = options
    }

    /// Asks on a connection of its own.
    public func ask<C: Call>(_ call: C) async throws -> C.Answer { try await withConnection { try await $0.ask(call) } }

    /// Connects, and closes the connection when the body returns.
    ///
    /// - Parameter body: What to do with the connection.
    /// - Returns: What the body returned.
    /// - Throws: ``ChatError`` when there is no connection, trust or login, and what the body throws.
    public func withConnection<Result: Sendable>(
        _ body: (ChatConnection) async throws -> Result
    ) async throws -> Result {
        try await withConnection(toFollow: false, body)
    }

    /// Has all that its body does over this client share one connection, as far as that lasts: one login, whatever is
    /// looked up first.
    ///
    /// - Parameter body: What to do.
    /// - Returns: What the body returned.
    /// - Throws: What the body throws.
    public func held<Result: Sendable>(_ body: () async throws -> Result) async throws -> Result {
        guard shared.withLock({ $0 == nil }) else { return try await body() }
        let own = HeldConnection()
        shared.withLock { $0 = own }
        defer { shared.withLock { $0 = nil } }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await own.run { try await self.withOwnConnection($0) } }
            // However it ends, the connection is closed in order.
            defer { own.finish() }
            return try await body()
        }
    }

    /// Lends the held connection, or one of its own.
    private func withConnection<Result: Sendable>(
        toFollow follows: Bool, _ body: (ChatConnection) async throws -> Result
    ) async throws -> Result {
        do {
            if let shared = shared.withLock({ $0 }), let connection = try await shared.connection(toFollow: follows) {
                return try await body(connection)
            }
            return try await withOwnConnection(body)
        } catch let error as ChannelError {
            throw ChatError(reply: error)
        } catch let error as IOError {
            throw ChatError(reply: error)
        }
    }

    private func withOwnConnection<Result: Sendable>(
        _ body: (ChatConnection) async throws -> Result
    ) async throws -> Result {
        while true {
            let opened = try await open()
            let result: Result? = try await opened.channel.executeThenClose { events, _ in
                // A server does not wait for a person to decide; another connection finds the key trusted.
                var identity: ServerIdentity?
                if let presented = opened.presented {
                    if try await check(presented) { return nil }
                    identity = .key(presented.fingerprint)
                } else if case .unix(let path) = address {
                    let peer = try await opened.peer()
                    try trust.check(peer: peer, at: path)
                    identity = .user(peer)
                }
                opened.letTalk()
                let (welcome, login) = try await begin(opened, events)
                return try await body(
                    ChatConnection(opened, events: events, welcome: welcome, login: login, identity: identity))
            }
            if let result { return result }
        }
    }

    /// Connects, and connects again whenever the connection ends before the body has returned.
    ///
    /// The body is called anew for each connection and goes on from what it remembers. What cannot be cured by trying
    /// again (a refused login, a changed key) is thrown at once.
    ///
    /// - Parameters:
    ///   - patience: How long to try without getting any further, from the first question that stays without an answer
    ///     or the loss of the connection on; `nil` for ever.
    ///   - first: What to do when the first connection cannot be made.
    ///   - follows: Whether the body takes the events of each connection.
    ///   - onStatus: Told what becomes of the connection.
    ///   - body: What to do with each connection.
    /// - Returns: What the body returned.
    /// - Throws: ``ChatError``, ``Unreached`` when it is cancelled before there was a connection, and what the body
    ///   throws.
    public func withReconnecting<Result: Sendable>(
        patience: Duration?, first: FirstContact = .once, toFollow follows: Bool = false,
        onStatus: (LineStatus) async throws -> Void,
        _ body: (ChatConnection) async throws -> Result
    ) async throws -> Result {
        var backoff = Backoff()
        var random = SystemRandomNumberGenerator()
        let began = ContinuousClock.now
        // Why there was no first connection yet.
        var silence: ChatError?
        var lostAt: ContinuousClock.Instant?
        // Since when nothing was got any further; a login alone is no progress.
        var stuckSince: ContinuousClock.Instant?
        var wasConnected = false
        while true {
            var current: RequestRouter.ProgressBox?
            do {
                return try await withConnection(toFollow: follows) { connection in
                    wasConnected = true
                    current = connection.progress
                    if silence != nil {
                        silence = nil
                        backoff.reset()
                        try await onStatus(.reached(after: began.duration(to: .now)))
                    }
                    if let since = lostAt {
                        lostAt = nil
                        try await onStatus(.back(after: since.duration(to: .now)))
                    }
                    return try await body(connection)
                }
            } catch let error as ChatError where error.isTransient && !wasConnected {
                guard case .patient(let limit) = first else { throw error }
                // An attempt that was cancelled says nothing of the server.
                guard !Task.isCancelled else { throw Unreached(reason: silence ?? error) }
                let left = limit.map { $0 - began.duration(to: .now) } ?? .seconds(3600)
                guard left > .zero else { throw error }
                if silence == nil { try await onStatus(.unreached(error)) }
                silence = error
                let wait = min(left, backoff.wait(atLeast: error.retryAfter, using: &random))
                guard (try? await ContinuousClock().sleep(for: wait)) != nil else { throw Unreached(reason: error) }
            } catch let error as ChatError where error.isTransient {
                try Task.checkCancellation()
                let now = ContinuousClock.now
                lostAt = lostAt ?? now
                if let progress = current?.value {
                    if progress.isMade { backoff.reset() }
                    // Where nothing was asked, nothing was missed.
                    if progress.isMade || progress.waitingSince == nil { stuckSince = nil }
                    stuckSince = stuckSince ?? progress.waitingSince
                }
                let since = stuckSince ?? now
                stuckSince = since
                let left = patience.map { $0 - since.duration(to: now) } ?? .seconds(3600)
                guard left > .zero else { throw error }
                let wait = min(left, backoff.wait(atLeast: error.retryAfter, using: &random))
                try await onStatus(.lost(error, retryIn: wait))
                try await ContinuousClock().sleep(for: wait)
            }
        }
    }

    /// Opens a channel; when the first one is slow to come, that is told.
    private func open() async throws -> ClientChannel {
        let (address, options) = (address, options)
        let isFirst = seen.withLock { $0 == nil }
        return try await withThrowingTaskGroup(of: ClientChannel?.self) { group in
            group.addTask {
                try await ClientChannel.open(
                    address,
                    connectTimeout: isFirst
                        ? options.firstConnectTimeout ?? options.connectTimeout : options.connectTimeout,
                    requestTimeout: options.requestTimeout)
            }
            if isFirst {
                group.addTask {
                    try? await ContinuousClock().sleep(for: Self.patience)
                    return nil
                }
            }
            var isSlow = false
            defer {
                group.cancelAll()
                if isSlow { options.onSlow?(false) }
            }
            while let opened = try await group.next() {
                if let opened { return opened }
                isSlow = true
                options.onSlow?(true)
            }
            throw ChatError(.internalError, "no channel was opened")
        }
    }

    /// Refuses a key that is not trusted.
    ///
    /// - Returns: Whether a person was asked.
    private func check(_ presented: ClientTLS.Presented) async throws -> Bool {
        if let known = seen.withLock({ $0 }) {
            guard known == presented.fingerprint else {
                throw ServerTrust.changed(address, expected: known, got: presented.fingerprint, isLater: true)
            }
            return false
        }
        let flaw = presented.term.flaw(at: options.now())
        let wasAsked = try await trust.check(presented.fingerprint, of: address, flaw: flaw) { [address] in
            guard case .tcp(let host, _) = address else { return false }
            return await SystemAuthorities.verify(presented.chain, for: host)
        }
        seen.withLock { $0 = presented.fingerprint }
        return wasAsked
    }

    /// Greets the server and logs in.
    private func begin(
        _ opened: ClientChannel, _ events: NIOAsyncChannelInboundStream<Event>
    ) async throws -> (Welcome, LoggedIn?) {
        let nobody = ChatConnection(
            opened, events: events,
            welcome: Welcome(version: 0, server: "", bodyLimit: 0, time: Timestamp(milliseconds: 0)), login: nil)
        // Both at once: a login that follows a refused greeting is refused as well, and one round trip is saved.
        let welcome = nobody.start(Hello(client: options.product))
        let login = credential.map { nobody.start(Login($0)) }
        nobody.flush()
        do {
            return (try await welcome.get(), try await login?.get())
        } catch {
            throw ChatError(reply: error)
        }
    }
}
