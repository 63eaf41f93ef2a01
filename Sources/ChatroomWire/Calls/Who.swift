public import ChatroomCore

/// A request to be told who is there.
public struct Who: Sendable, Equatable {
    /// A room for those of its members who are there, a user for that one, there or not; `nil` for everyone.
    public let target: Target?

    /// Makes a request.
    public init(target: Target? = nil) { self.target = target }

    init(_ wire: PBWho) throws(ChatError) {
        self.init(target: wire.target.isEmpty ? nil : try Target(wire.target))
    }

    var wire: PBWho {
        var wire = PBWho()
        wire.target = target?.description ?? ""
        return wire
    }
}

extension Who: Call {
    /// The verb.
    public var verb: String { "who" }
    /// One of all requests.
    public var request: Request { .who(self) }

    /// Writes the answer.
    public static func content(of answer: [PresentUser]) -> ReplyContent {
        ReplyContent(.present(.with { $0.users = answer.map(\.wire) }))
    }

    /// Reads the answer.
    public static func answer(in content: ReplyContent) throws(ChatError) -> [PresentUser] {
        guard case .present(let wire) = content.wire else { throw .unfitting }
        return try [PresentUser](wire.users)
    }
}
