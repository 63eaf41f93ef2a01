public import ChatroomCore

/// Reads what a search finds, page by page, newest first.
public struct SearchReader: Sendable {
    public let connection: ChatConnection
    /// Whose messages are left out, unless they are searched for by name.
    public var ignored: Set<UserName> = []

    /// Sets every part.
    public init(connection: ChatConnection, ignored: Set<UserName> = []) {
        (self.connection, self.ignored) = (connection, ignored)
    }

    /// Searches.
    ///
    /// - Parameters:
    ///   - search: What to find.
    ///   - count: The most hits; 0 for all.
    ///   - take: Given the hits.
    /// - Returns: Whether there was anything.
    /// - Throws: What searching and taking throw.
    public func read(_ search: Search, count: Int, take: ([Found.Hit]) async throws -> Void) async throws -> Bool {
        var search = search
        var left = count == 0 ? Int.max : count
        var isFound = false
        while left > 0 {
            search.limit = min(left, Search.largestPage)
            let found = try await connection.ask(search)
            let hits = found.hits.filter { $0.message.sender == search.from || !ignored.contains($0.message.sender) }
            if !hits.isEmpty {
                try await take(hits)
                isFound = true
            }
            left -= hits.count
            guard let next = found.next else { break }
            search.before = next
        }
        return isFound
    }
}
