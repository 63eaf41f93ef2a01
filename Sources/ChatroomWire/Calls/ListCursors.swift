public import ChatroomCore

/// A request for the user's named cursors.
public struct ListCursors: Sendable, Equatable {
    /// Makes a request.
    public init() {}

    init(_ wire: PBListCursors) {}

    var wire: PBListCursors { PBListCursors() }
}

extension ListCursors: Call {
    /// The verb.
    public var verb: String { "list-cursors" }
    /// One of all requests.
    public var request: Request { .listCursors(self) }

    /// Writes the answer.
    public static func content(of answer: [NamedCursor]) -> ReplyContent {
        ReplyContent(.cursors(.with { $0.cursors = answer.map(\.wire) }))
    }

    /// Reads the answer.
    public static func answer(in content: ReplyContent) throws(ChatError) -> [NamedCursor] {
        guard case .cursors(let wire) = content.wire else { throw .unfitting }
        return try wire.cursors.map { wire throws(ChatError) in try NamedCursor(wire) }
    }
}

extension NamedCursor {
    init(_ wire: PBCursors.Cursor) throws(ChatError) {
        self.init(
            name: try Cursor.Name(wire.name),
            place: Cursor(target: try Target(wire.target), seq: try Message.toldSeq(wire.position)),
            waiting: Int(try Message.toldSeq(wire.waiting)))
    }

    var wire: PBCursors.Cursor {
        .with { wire in
            wire.name = name.text
            wire.target = place.target.description
            wire.position = place.seq
            wire.waiting = Int64(waiting)
        }
    }
}
