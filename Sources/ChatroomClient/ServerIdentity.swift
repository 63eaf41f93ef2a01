/// What a server has shown of itself, before anything was sent to it.
public enum ServerIdentity: Sendable, Equatable {
    /// The key that it has.
    case key(KeyFingerprint)
    /// The user who listens at a local socket.
    case user(SocketOwner.ID)
}
