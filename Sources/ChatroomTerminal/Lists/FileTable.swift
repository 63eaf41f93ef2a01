public import ChatroomCore

/// The files that messages brought, as a list, the newest last.
public struct FileTable: Sendable {
    /// Whether what the messages say stands beside the files.
    public let showsText: Bool
    /// Whether the messages' numbers do.
    public let showsNumber: Bool
    private var entries: [(target: Target, message: Message)] = []

    /// Makes an empty list.
    public init(showsText: Bool = false, showsNumber: Bool = false) {
        (self.showsText, self.showsNumber) = (showsText, showsNumber)
    }

    /// The ids of the files.
    public var ids: [String] { entries.compactMap { $0.message.file?.id.description } }
    /// Whether there are none.
    public var isEmpty: Bool { entries.isEmpty }

    /// Adds the files of some messages of one conversation.
    public mutating func add(_ messages: some Sequence<Message>, in target: Target) {
        for message in messages where message.file != nil { entries.append((target, message)) }
    }

    /// The list, in order of time whatever the conversation.
    public var table: ListTable {
        var columns: [ListTable.Column] = [
            .init("ID"), .init("TIME"), .init("WHERE"), .init("FROM"), .init("SIZE", isRight: true),
            .init("NAME", wraps: true),
        ]
        if showsText { columns.append(.init("TEXT", wraps: true)) }
        if showsNumber { columns.append(.init("MESSAGE", isRight: true)) }
        var table = ListTable(columns)
        let ordered = entries.enumerated().sorted { left, right in
            (left.element.message.time.milliseconds, left.offset)
                < (right.element.message.time.milliseconds, right.offset)
        }
        for (target, message) in ordered.map(\.element) {
            guard let file = message.file else { continue }
            var row: [ListValue] = [
                .text(file.id.description), .time(message.time), .target(target), .name(message.sender),
                .size(file.size), .text(file.name.text),
            ]
            if showsText { row.append(.text(message.body)) }
            if showsNumber { row.append(.number(message.seq)) }
            table.add(row)
        }
        return table
    }
}
