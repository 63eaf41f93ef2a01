/// A file of a user's that no message brings yet.
public struct PendingUpload: Sendable, Equatable {
    /// The file.
    public let file: FileID
    /// Where its message will go.
    public let target: Target
    /// What it is called.
    public let name: FileName
    /// Its size in bytes, if that is known.
    public let size: Int64?
    /// How many bytes are there.
    public let received: Int64
    /// When something was last done about it.
    public let touched: Timestamp
    /// Whether all bytes are there.
    public let isFinished: Bool

    /// Makes a description.
    public init(
        file: FileID, target: Target, name: FileName, size: Int64?, received: Int64, touched: Timestamp,
        isFinished: Bool
    ) {
        self.file = file
        self.target = target
        self.name = name
        self.size = size
        self.received = received
        self.touched = touched
        self.isFinished = isFinished
    }
}
