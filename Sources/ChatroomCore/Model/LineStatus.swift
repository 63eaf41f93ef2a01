/// What becomes of a connection that is to last.
public enum LineStatus: Sendable {
    /// The connection ended; the next attempt comes after this time.
    case lost(ChatError, retryIn: Duration)
    /// There is a connection again, after this time without.
    case back(after: Duration)
    /// The server did not answer the first time; it is tried again. Told once.
    case unreached(ChatError)
    /// The server answers for the first time, after so long a time without.
    case reached(after: Duration)
    /// The connection is well, the server wants nothing more before this time.
    case tooFast(ChatError, retryIn: Duration)
}
