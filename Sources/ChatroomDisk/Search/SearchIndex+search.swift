internal import ChatroomCore
internal import GRDB

extension SearchIndex {
    /// Finds messages, the newest first by their time.
    ///
    /// - Parameter request: What to find, and the conversations that may be answered from.
    /// - Returns: At most as many hits as the request allows; fewer only when there are no more.
    /// - Throws: ``ChatError`` with code `invalid` when the terms are no search; with code `storage` when the database
    ///   cannot be read.
    func search(_ request: SearchRequest) async throws(ChatError) -> [SearchHit] {
        try SearchText.check(request.terms, isFiltered: request.isFiltered)
        guard !request.conversations.isEmpty, request.limit > 0 else { return [] }
        let expression = SearchExpression(request).text
        let first = request.since.map(SearchPosition.first(at:)) ?? .min
        let end = min(request.until.map(SearchPosition.first(at:)) ?? .max, request.before ?? .max)
        guard first < end else { return [] }
        return try await read { db in
            // CROSS JOIN holds SQLite to this order of loops.
            let sql = """
                SELECT search.rowid, conversation, seq FROM search CROSS JOIN rows ON rows.position = search.rowid
                WHERE search MATCH ? AND search.rowid >= ? AND search.rowid < ? ORDER BY search.rowid DESC
                """
            let rows = try Row.fetchCursor(try db.cachedStatement(sql: sql), arguments: [expression, first, end])
            var hits: [SearchHit] = []
            while hits.count < request.limit, let row = try rows.next() {
                let conversation = Conversation.ID(rawValue: try row.integer(1))
                // Also when the expression names the conversations: here it is certain.
                guard request.conversations.contains(conversation) else { continue }
                hits.append(
                    SearchHit(position: try row.integer(0), conversation: conversation, seq: try row.integer(2)))
            }
            return hits
        }
    }
}
