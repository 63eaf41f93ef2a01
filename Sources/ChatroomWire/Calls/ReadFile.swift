public import ChatroomCore

/// A request to read a piece of a file that was opened.
public struct ReadFile: Sendable, Equatable {
    /// The file.
    public let file: FileID
    /// Where the piece begins, in bytes.
    public let offset: Int64
    /// The most bytes: 1 to ``Attachment/chunkSize``.
    public let count: Int

    /// Makes a request.
    public init(file: FileID, offset: Int64, count: Int = Attachment.chunkSize) {
        self.file = file
        self.offset = offset
        self.count = count
    }

    init(_ wire: PBReadFile) throws(ChatError) {
        guard wire.offset >= 0 else { throw ChatError(.invalid, "an offset is not negative") }
        guard (1...UInt32(Attachment.chunkSize)).contains(wire.count) else {
            throw ChatError(.invalid, "a file is read 1 to \(Attachment.chunkSize) bytes at a time")
        }
        self.init(file: try FileID(wire: wire.file), offset: wire.offset, count: Int(wire.count))
    }

    var wire: PBReadFile {
        var wire = PBReadFile()
        wire.file = file.rawValue
        wire.offset = offset
        wire.count = UInt32(count)
        return wire
    }
}

extension ReadFile: Call {
    /// The verb.
    public var verb: String { "read-file" }
    /// One of all requests.
    public var request: Request { .readFile(self) }

    /// Writes the answer, whose bytes are not copied.
    public static func content(of answer: FileChunk) -> ReplyContent { ReplyContent(answer) }

    /// Reads the answer.
    public static func answer(in content: ReplyContent) throws(ChatError) -> FileChunk {
        guard let chunk = content.chunk else { throw .unfitting }
        return chunk
    }
}
