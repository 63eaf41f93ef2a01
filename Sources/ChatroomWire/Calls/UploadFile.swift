public import ChatroomCore
internal import FoundationEssentials

/// A request to send a file, or to go on with one.
public struct UploadFile: Sendable, Equatable {
    /// Where its message will go.
    public let target: Target
    /// What it is called.
    public let name: FileName
    /// Its size in bytes, if that is known.
    public let size: Int64?
    /// The file to go on with.
    public let resume: FileID?

    /// Makes a request.
    public init(target: Target, name: FileName, size: Int64?, resume: FileID? = nil) {
        self.target = target
        self.name = name
        self.size = size
        self.resume = resume
    }

    init(_ wire: PBUploadFile) throws(ChatError) {
        guard !wire.hasSize || wire.size >= 0 else { throw ChatError(.invalid, "a size is not negative") }
        self.init(
            target: try Target(wire.target), name: try FileName(wire.name), size: wire.hasSize ? wire.size : nil,
            resume: wire.resume == 0 ? nil : try FileID(wire: wire.resume))
    }

    var wire: PBUploadFile {
        var wire = PBUploadFile()
        wire.target = target.description
        wire.name = name.text
        if let size { wire.size = size }
        wire.resume = resume?.rawValue ?? 0
        return wire
    }
}

/// The server's word that it takes a file.
public struct Uploading: Sendable, Equatable {
    /// The file.
    public let file: FileID
    /// How many bytes are there already.
    public let received: Int64
    /// Their digest.
    public let digest: FileDigest

    /// Makes an answer.
    public init(file: FileID, received: Int64, digest: FileDigest) {
        self.file = file
        self.received = received
        self.digest = digest
    }

    init(_ wire: PBUploading) throws(ChatError) {
        self.init(file: try FileID(wire: wire.file), received: wire.received, digest: try FileDigest(wire: wire.digest))
    }

    var wire: PBUploading {
        var wire = PBUploading()
        wire.file = file.rawValue
        wire.received = received
        wire.digest = Data(digest.bytes)
        return wire
    }
}

extension UploadFile: Call {
    /// The verb.
    public var verb: String { "upload-file" }
    /// One of all requests.
    public var request: Request { .uploadFile(self) }

    /// Writes the answer.
    public static func content(of answer: Uploading) -> ReplyContent { ReplyContent(.uploading(answer.wire)) }

    /// Reads the answer.
    public static func answer(in content: ReplyContent) throws(ChatError) -> Uploading {
        guard case .uploading(let wire) = content.wire else { throw .unfitting }
        return try Uploading(wire)
    }
}
