internal import FoundationEssentials
internal import GRDB

/// Statements that are prepared once for each connection, and rows that are read where they lie.
extension Database {
    /// Executes a statement that gives no rows.
    ///
    /// - Returns: How many rows it changed.
    @discardableResult
    func run(_ sql: String, _ arguments: StatementArguments) throws -> Int {
        try cachedStatement(sql: sql).execute(arguments: arguments)
        return changesCount
    }

    /// Reads the first row of a statement.
    func first<Value>(
        _ sql: String, _ arguments: StatementArguments, _ read: (Row) throws -> Value
    ) throws -> Value? {
        let rows = try Row.fetchCursor(try cachedStatement(sql: sql), arguments: arguments)
        // The end of the cursor's life resets the statement, and then the row is empty.
        return try withExtendedLifetime(rows) { try rows.next().map(read) }
    }

    /// Reads all rows of a statement, in its order.
    func all<Value>(
        _ sql: String, _ arguments: StatementArguments, _ read: (Row) throws -> Value
    ) throws -> [Value] {
        let rows = try Row.fetchCursor(try cachedStatement(sql: sql), arguments: arguments)
        var values: [Value] = []
        while let row = try rows.next() { values.append(try read(row)) }
        return values
    }
}

extension Data {
    /// A text for `CAST(? AS TEXT)`, which stores all of it, where GRDB's own `String` ends at the first NUL.
    init(text: String) { self.init(text.utf8) }
}
