internal import ChatroomCore
internal import ChatroomSystem
internal import ChatroomTerminal

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
        let colour = Colour(options.color, environment: environment, isTerminal: true)
        try await (printer ?? self.printer).show(table, in: colour, zone: zone)
    }

    /// What ends a command that has nothing to show.
    ///
    /// - Parameters:
    ///   - words: What a person is told; a program sees the exit status.
    ///   - target: Where there is nothing; `nil` for anywhere.
    /// - Returns: What is to be thrown.
    func nothing(_ words: String, in target: Target? = nil) -> NothingFound {
        NothingFound(words, in: target, isTold: printer.isSeen && !options.json && !options.quiet)
    }
}
