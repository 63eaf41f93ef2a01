internal import ChatroomCore

extension Printer {
    /// Prints a list: aligned for a person, with tabs between the fields for a program.
    ///
    /// - Parameters:
    ///   - table: The list.
    ///   - colour: How words are painted for a person.
    ///   - zone: Whose days are meant.
    /// - Throws: What ``write(_:)`` throws.
    public func show(_ table: ListTable, in colour: Colour, zone: DisplayZone = .local) async throws {
        guard isSeen else { return try await write(table.fields) }
        let age = AgeText(now: Timestamp.ofSystem(), zone: zone)
        try await write(table.aligned(to: columns, in: colour, age))
    }
}
