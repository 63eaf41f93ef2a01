public import ChatroomCore

/// A request to be told of a file, which may be read from then on.
public struct OpenFile: Sendable, Equatable {
    /// The file.
    public let file: FileID

    /// Makes a request.
    public init(file: FileID) { self.file = file }

    init(_ wire: PBOpenFile) throws(ChatError) { self.init(file: try FileID(wire: wire.file)) }

    var wire: PBOpenFile { .with { $0.file = file.rawValue } }
}

extension OpenFile: Call {
    /// The verb.
    public var verb: String { "open-file" }
    /// One of all requests.
    public var request: Request { .openFile(self) }

    /// Writes the answer.
    public static func content(of answer: FileOpened) -> ReplyContent { ReplyContent(.fileOpened(answer.wire)) }

    /// Reads the answer.
    public static func answer(in content: ReplyContent) throws(ChatError) -> FileOpened {
        guard case .fileOpened(let wire) = content.wire else { throw .unfitting }
        return try FileOpened(wire)
    }
}

extension FileOpened {
    init(_ wire: PBFileOpened) throws(ChatError) {
        self.init(
            file: try Attachment(wire.file), target: try Target(wire.target), seq: wire.seq,
            sender: try UserName(wire.sender), time: Timestamp(milliseconds: wire.time))
    }

    var wire: PBFileOpened {
        var wire = PBFileOpened()
        wire.file = file.wire
        wire.target = target.description
        wire.seq = seq
        wire.sender = sender.text
        wire.time = time.milliseconds
        return wire
    }
}
