public import ChatroomCore

/// A request to be told how far the users of a direct conversation have come.
public struct ListMarkers: Sendable, Equatable {
    /// The conversation.
    public let target: Target

    /// Makes a request.
    public init(target: Target) { self.target = target }

    init(_ wire: PBListMarkers) throws(ChatError) { self.init(target: try Target(wire.target)) }

    var wire: PBListMarkers { .with { $0.target = target.description } }
}

extension ListMarkers: Call {
    /// The verb.
    public var verb: String { "list-markers" }
    /// One of all requests.
    public var request: Request { .listMarkers(self) }

    /// Writes the answer.
    public static func content(of answer: Markers) -> ReplyContent { ReplyContent(.markers(answer.wire)) }

    /// Reads the answer.
    public static func answer(in content: ReplyContent) throws(ChatError) -> Markers {
        guard case .markers(let wire) = content.wire else { throw .unfitting }
        return try Markers(wire)
    }
}
