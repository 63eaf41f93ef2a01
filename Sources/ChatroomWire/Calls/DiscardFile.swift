public import ChatroomCore

/// A request to forget a file that no message brings.
public struct DiscardFile: Sendable, Equatable {
    /// The file.
    public let file: FileID

    /// Makes a request.
    public init(file: FileID) { self.file = file }

    init(_ wire: PBDiscardFile) throws(ChatError) { self.init(file: try FileID(wire: wire.file)) }

    var wire: PBDiscardFile { .with { $0.file = file.rawValue } }
}

extension DiscardFile: Call {
    /// The verb.
    public var verb: String { "discard-file" }
    /// One of all requests.
    public var request: Request { .discardFile(self) }
    /// Says no more than that it is done.
    public typealias Answer = Done
}
