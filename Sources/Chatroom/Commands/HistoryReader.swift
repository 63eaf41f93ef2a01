internal import ChatroomClient
internal import ChatroomCore
internal import NIOCore

/// Prints a history page by page; while one page is printed the next is on its way, and no more than these two are in
/// memory.
struct HistoryReader {
    let connection: ChatConnection

    /// Reads and prints.
    ///
    /// - Parameters:
    ///   - query: Which messages.
    ///   - renderer: How they are printed.
    ///   - printer: Where to.
    /// - Returns: The position after everything that was stored when it began.
    /// - Throws: `ChatError` with code `nothing-found` when no message matches, and what reading and printing throw.
    func read(
        _ query: HistoryQuery, with renderer: MessageRenderer, to printer: Printer
    ) async throws -> Message.Seq {
        var renderer = renderer
        var page = try await connection.history(query)
        let head = page.head
        var (isEmpty, query) = (page.messages.isEmpty, query)
        query.newest = nil
        // What is stored meanwhile is not part of this history.
        query.before = min(query.before ?? .max, head + 1)
        while true {
            query.after = page.messages.last?.seq ?? query.after
            let next = page.hasMore ? connection.start(.history(query)) : nil
            connection.flush()
            var bytes: [UInt8] = []
            for message in page.messages where message.seq <= head {
                renderer.append(message, in: query.target, to: &bytes)
            }
            if !bytes.isEmpty { try await printer.write(bytes) }
            guard let next else { break }
            guard case .page(let following) = try await next.get() else {
                throw ChatError(.protocolViolation, "the server's answer does not fit the request")
            }
            page = following
            isEmpty = isEmpty && page.messages.isEmpty
        }
        if isEmpty { throw ExitStatus.nothingFound }
        return head
    }
}
