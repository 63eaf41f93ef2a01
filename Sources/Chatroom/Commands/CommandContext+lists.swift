internal import ChatroomCore
internal import ChatroomSystem

/// How commands show lists.
extension CommandContext {
    /// Prints a list: aligned for a person, with tabs between the fields for a program.
    ///
    /// - Parameters:
    ///   - table: The list.
    ///   - printer: Where to; ``printer`` if not given.
    ///   - zone: Whose days are meant.
    /// - Throws: What printing throws.
    func show(_ table: ListTable, on printer: Printer? = nil, in zone: DisplayZone = .local) async throws {
        let printer = printer ?? self.printer
        guard printer.isSeen else { return try await printer.write(table.fields) }
        let colour = Colour(options.color, environment: environment, isTerminal: true)
        let age = AgeText(now: Timestamp.ofSystem(), zone: zone)
        try await printer.write(table.aligned(to: printer.columns, in: colour, age))
    }

    /// What ends a command that has nothing to show.
    ///
    /// - Parameters:
    ///   - words: What a person is told; a program sees the exit status.
    ///   - target: Where there is nothing; `nil` for anywhere.
    /// - Returns: What is to be thrown.
    func nothing(_ words: String, in target: Target? = nil) -> NothingFound {
        guard printer.isSeen, !options.json, !options.quiet else { return NothingFound(words: nil) }
        let place =
            switch target {
            case .room(let room): " in \(room)"
            case .direct(let user): " with @\(user)"
            case nil: ""
            }
        return NothingFound(words: words + place)
    }
}
