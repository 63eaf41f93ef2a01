internal import ChatroomCore
internal import ChatroomTerminal

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
