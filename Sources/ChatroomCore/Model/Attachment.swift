/// The file that a message brings: what is known of it wherever the message is.
public struct Attachment: Hashable, Sendable {
    /// The largest piece of a file that one frame carries, in bytes.
    public static let chunkSize = 256 * 1024

    /// What it is fetched by.
    public let id: FileID
    /// What its sender calls it.
    public let name: FileName
    /// Its media type, such as `image/png` (RFC 6838); made from the name, so it is a guess.
    public let type: String
    /// Its size in bytes.
    public let size: Int64
    /// What names its bytes.
    public let digest: FileDigest

    /// Makes an attachment.
    public init(id: FileID, name: FileName, type: String, size: Int64, digest: FileDigest) {
        self.id = id
        self.name = name
        self.type = type
        self.size = size
        self.digest = digest
    }
}
