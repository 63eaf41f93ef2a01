internal import ChatroomCore
internal import ChatroomStore

/// Reads stored messages for the subscriptions of one peer that are behind, page by page, as fast as the peer
/// takes them.
struct CatchUp {
    /// The most bytes of bodies in one page.
    static let pageBytes = 256 * 1024

    let store: any LogStore
    let reader: any PageTaker
    let encoder: @Sendable (Run) -> Frames

    /// Serves the conversations of a sequence in turn; ends with it, or with the reader.
    func run(_ behind: AsyncStream<Conversation.ID>) async throws {
        for await conversation in behind {
            while let position = try await reader.position(in: conversation) {
                try await reader.waitUntilWritable()
                guard try await turnPage(of: conversation, after: position) else { break }
            }
        }
    }

    /// Hands over one page.
    ///
    /// - Returns: Whether there is more to read.
    private func turnPage(of conversation: Conversation.ID, after position: Message.Seq) async throws -> Bool {
        var query = HistoryQuery(target: .lobby, after: position)
        query.isUnfolded = true
        let page = try await store.page(of: conversation, matching: query, for: nil, byteLimit: Self.pageBytes)
        let run = Run(page.messages, in: conversation).map { EncodedRun($0, by: encoder) }
        // What lies behind a gap, which a sound log has not, is a page of its own.
        let isWhole = run?.run.messages.count ?? 0 == page.messages.count
        return try await reader.caughtUp(
            run, after: position, in: conversation, hasMore: page.hasMore || !isWhole)
    }
}
