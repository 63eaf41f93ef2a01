public import ChatroomCore

/// Named cursors, as a list and as JSON.
public enum CursorText {
    /// As a list, in the order in which they are given.
    public static func table(_ cursors: [NamedCursor]) -> ListTable {
        var table = ListTable([
            .init("NAME"), .init("WHERE"), .init("DONE TO", isRight: true), .init("WAITING", isRight: true),
        ])
        for cursor in cursors {
            table.add(
                .text(cursor.name.text), .target(cursor.place.target), .count(Int(cursor.place.seq)),
                .count(cursor.waiting))
        }
        return table
    }

    /// One of them as a line of JSON.
    public static func json(_ cursor: NamedCursor) -> [UInt8] {
        JSONObject.line {
            $0.set("v", 1)
            $0.set("type", "cursor")
            $0.set("name", cursor.name.text)
            $0.set("conversation", cursor.place.target.description)
            $0.set("cursor", cursor.place.description)
            $0.set("waiting", Int64(cursor.waiting))
        }
    }
}
