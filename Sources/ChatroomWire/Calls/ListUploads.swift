public import ChatroomCore

/// A request for the user's files that no message brings yet.
public struct ListUploads: Sendable, Equatable {
    /// Makes a request.
    public init() {}

    init(_ wire: PBListUploads) {}

    var wire: PBListUploads { PBListUploads() }
}

extension ListUploads: Call {
    /// The verb.
    public var verb: String { "list-uploads" }
    /// One of all requests.
    public var request: Request { .listUploads(self) }

    /// Writes the answer.
    public static func content(of answer: [PendingUpload]) -> ReplyContent {
        ReplyContent(.uploads(.with { $0.uploads = answer.map(\.wire) }))
    }

    /// Reads the answer.
    public static func answer(in content: ReplyContent) throws(ChatError) -> [PendingUpload] {
        guard case .uploads(let wire) = content.wire else { throw .unfitting }
        return try wire.uploads.map { wire throws(ChatError) in try PendingUpload(wire) }
    }
}

extension PendingUpload {
    init(_ wire: PBUploads.Upload) throws(ChatError) {
        self.init(
            file: try FileID(wire: wire.file), target: try Target(wire.target), name: try FileName(wire.name),
            size: wire.hasSize ? wire.size : nil, received: wire.received,
            touched: Timestamp(milliseconds: wire.touched), isFinished: wire.finished)
    }

    var wire: PBUploads.Upload {
        var wire = PBUploads.Upload()
        wire.file = file.rawValue
        wire.target = target.description
        wire.name = name.text
        if let size { wire.size = size }
        wire.received = received
        wire.touched = touched.milliseconds
        wire.finished = isFinished
        return wire
    }
}
