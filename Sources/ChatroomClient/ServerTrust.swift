internal import ChatroomCore

/// Whether a server's key is trusted, decided as OpenSSH does it: what is known must match, what is not known is asked.
///
/// The decision is made after the TLS handshake and before the first byte of the protocol, so nothing that identifies
/// the user reaches a server that is not trusted.
public struct ServerTrust: Sendable {
    /// The only key to accept; a key named by the user replaces what was known.
    public var expected: KeyFingerprint?
    /// The only user to accept at a local socket.
    public var expectedOwner: SocketOwner.ID?
    /// The key that this server had before.
    public var pinned: KeyFingerprint?
    /// The key of this user's own server on this machine; not asked about.
    public var own: KeyFingerprint?
    /// Whether a key that is not known is accepted and remembered without asking.
    public var acceptsNew = false
    /// Asks a person whether to trust a key, and says what is wrong with its certificate, such as `expired on 2026-11-27`;
    /// `nil` when nobody can be asked.
    public var ask: (@Sendable (ServerAddress, KeyFingerprint, _ flaw: String?) async throws -> Bool)?
    /// Remembers the key for the next time.
    public var remember: @Sendable (ServerAddress, KeyFingerprint) throws -> Void

    /// Makes a decision maker that knows nothing.
    public init(remember: @escaping @Sendable (ServerAddress, KeyFingerprint) throws -> Void) {
        self.remember = remember
    }

    /// Accepts the key that a server showed, or refuses it.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - address: Where the server was reached.
    ///   - flaw: What is wrong with the certificate's term; it matters where a person or an authority decides.
    ///   - isVerified: Whether the system's authorities verify the certificate for the host; looked at only when
    ///     nothing else decides.
    /// - Returns: Whether a person was asked, who may have taken any time.
    /// - Throws: ``ChatError`` with code `key-changed` or `key-unknown`.
    func check(
        _ key: KeyFingerprint, of address: ServerAddress, flaw: String? = nil, isVerified: @Sendable () async -> Bool
    ) async throws -> Bool {
        if let expected {
            guard key == expected else { throw refusal(of: key, of: address, expected: expected) }
            if pinned != key { try remember(address, key) }
        } else if key == own {
            if pinned != key { try remember(address, key) }
        } else if let pinned {
            guard key == pinned else { throw Self.changed(address, expected: pinned, got: key) }
        } else if await !isVerified() {
            if acceptsNew {
                try remember(address, key)
            } else if let ask {
                guard try await ask(address, key, flaw) else {
                    throw ChatError(.keyUnknown, "the key of \(address) was not accepted. Nothing was sent")
                }
                try remember(address, key)
                return true
            } else {
                let what =
                    flaw.map { "the certificate of \(address) \($0)" } ?? "the server at \(address) is not known yet"
                throw ChatError(
                    .keyUnknown, "\(what) and nobody can be asked. Nothing was sent",
                    hint: "Its key is \(key); pass --fingerprint with the one you expect, or --accept-new.")
            }
        }
        return false
    }

    /// Refuses who listens at a local socket, or accepts it.
    ///
    /// - Throws: ``ChatError`` with code `key-changed` or `key-unknown`.
    func check(peer: SocketOwner.ID, at path: String) throws(ChatError) {
        try SocketOwner().check(peer, at: SocketOwner.absolute(path) ?? path, expected: expectedOwner)
    }

    /// The refusal of a key that is not the one that the user named; whether it has changed, only a pin can tell.
    private func refusal(of key: KeyFingerprint, of address: ServerAddress, expected: KeyFingerprint) -> ChatError {
        if let pinned, key != pinned { return Self.changed(address, expected: expected, got: key) }
        let before = key == pinned ? "which is the one that it had before" : "and none was known before"
        return ChatError(
            .keyChanged, "the key of \(address) is not the one of --fingerprint. Nothing was sent",
            hint: "Expected \(expected), got \(key), \(before). Ask the administrator which one is right.")
    }

    /// The refusal of a key; a later one is of a client that was connected before and may have sent something then.
    static func changed(
        _ address: ServerAddress, expected: KeyFingerprint, got: KeyFingerprint, isLater: Bool = false
    ) -> ChatError {
        let sent = isLater ? "after the connection was lost. The new server was told nothing" : "Nothing was sent"
        return ChatError(
            .keyChanged, "THE KEY OF \(address) HAS CHANGED\(isLater ? " " : ". ")\(sent)",
            hint: """
                Expected \(expected), got \(got). If the administrator confirms it, repeat the command once \
                with --fingerprint \(got)
                """)
    }
}
