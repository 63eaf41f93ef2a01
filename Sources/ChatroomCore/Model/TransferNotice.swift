/// What becomes of the bytes of a file on their way.
public enum TransferNotice: Sendable {
    /// They are about to move.
    ///
    /// - Parameters:
    ///   - name: What is transferred.
    ///   - size: Its size in bytes, if that is known.
    case began(name: String, size: Int64?)
    /// So many bytes were there before.
    case resuming(at: Int64)
    /// So many bytes are there.
    case moved(Int64)
    /// What becomes of the connection.
    case line(LineStatus)
    /// What was there from an earlier attempt is not what it was then, so all of it is fetched anew.
    case damaged(name: String)
    /// All of them arrived.
    case finished(FileDigest)
    /// They move no more.
    case stopped
}
