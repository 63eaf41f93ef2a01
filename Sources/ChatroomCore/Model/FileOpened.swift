/// A file that can be read, and the message that brought it.
public struct FileOpened: Sendable, Equatable {
    /// The file.
    public let file: Attachment
    /// Where its message is, as this user addresses it.
    public let target: Target
    /// The message.
    public let seq: Message.Seq
    /// Who sent it.
    public let sender: UserName
    /// When.
    public let time: Timestamp

    /// Makes a description.
    public init(file: Attachment, target: Target, seq: Message.Seq, sender: UserName, time: Timestamp) {
        self.file = file
        self.target = target
        self.seq = seq
        self.sender = sender
        self.time = time
    }
}
