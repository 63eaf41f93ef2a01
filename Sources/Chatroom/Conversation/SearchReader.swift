internal import ChatroomClient
internal import ChatroomCore

/// What somebody typed after `--search`, its dates understood.
struct SearchInput {
    private let text: SearchText
    private let time: TimeInput

    /// Reads a search.
    ///
    /// - Throws: `ChatError` with code `usage`, which says what is wrong.
    init(text: String, time: TimeInput) throws {
        self.text = try SearchText(text)
        self.time = time
        _ = try request
    }

    /// What is asked of the server.
    var request: Search {
        get throws {
            var search = Search(terms: text.terms)
            search.from = text.from
            search.hasFile = text.hasFile
            search.since = try text.after.map { text throws(ChatError) in try time.instant(text) }
            search.until = try text.before.map { text throws(ChatError) in try time.instant(text) }
            return search
        }
    }
}

/// Prints what a search finds, page by page, newest first.
struct SearchReader {
    let connection: ChatConnection
    /// Whose messages are left out, unless they are searched for by name.
    var ignored: Set<UserName> = []

    /// Searches and prints.
    ///
    /// - Parameters:
    ///   - search: What to find.
    ///   - count: The most hits; 0 for all.
    ///   - renderer: How they are printed.
    ///   - printer: Where to.
    /// - Returns: Whether there was anything.
    /// - Throws: What searching and printing throw.
    func read(
        _ search: Search, count: Int, with renderer: MessageRenderer, to printer: Printer
    ) async throws -> HistoryReader.End {
        var (search, renderer) = (search, renderer)
        var left = count == 0 ? Int.max : count
        var isEmpty = true
        while left > 0 {
            search.limit = min(left, Search.largestPage)
            let found = try await connection.ask(search)
            var bytes: [UInt8] = []
            let hits = found.hits.filter { $0.message.sender == search.from || !ignored.contains($0.message.sender) }
            for hit in hits { renderer.append(hit.message, in: hit.target, to: &bytes) }
            if !bytes.isEmpty {
                try await printer.write(bytes)
                isEmpty = false
            }
            left -= hits.count
            guard let next = found.next else { break }
            search.before = next
        }
        return HistoryReader.End(head: 0, isEmpty: isEmpty)
    }
}
