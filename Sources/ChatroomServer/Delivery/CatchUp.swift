internal import ChatroomCore
internal import ChatroomStore

/// Reads stored messages for the subscriptions of one connection that are behind, page by page, as fast as the peer
/// takes them.
struct CatchUp {
    /// The most bytes of bodies in one page.
    static let pageBytes = 256 * 1024

    let store: any LogStore
    let connection: WirePeer

    /// Serves the conversations of a sequence in turn; ends with it, or with the connection.
    func run(_ behind: AsyncStream<Conversation.ID>) async throws {
        for await conversation in behind {
            while let position = try await connection.position(in: conversation) {
                try await connection.waitUntilWritable()
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
        var run: EncodedRun?
        if let first = page.messages.first {
            var encoded = EncodedRun(conversation: conversation, first: first.seq)
            for message in page.messages { encoded.append(message) }
            run = encoded
        }
        return try await connection.caughtUp(
            run, after: position, in: conversation, hasMore: page.hasMore)
    }
}
