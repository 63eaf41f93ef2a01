public import ChatroomCore
internal import ChatroomWire

/// The files that messages brought.
public struct FileListing: Sendable {
    public let connection: ChatConnection

    /// Sets every part.
    public init(connection: ChatConnection) { self.connection = connection }

    /// Reads the messages that brought files to a conversation, or to all, the newest last.
    ///
    /// - Parameters:
    ///   - target: The conversation; `nil` for all.
    ///   - take: Given the messages.
    /// - Throws: What asking and taking throw.
    public func read(_ target: Target?, take: ([Message], Target) async throws -> Void) async throws {
        for target in try await targets(target) {
            var query = HistoryQuery(target: target)
            query.filesOnly = true
            var page = try await connection.ask(query)
            while true {
                try await take(page.messages, target)
                guard page.hasMore, let last = page.messages.last else { break }
                query.after = last.seq
                page = try await connection.ask(query)
            }
        }
    }

    /// The newest file of a conversation, or of all; one of somebody else's if there is one.
    ///
    /// - Parameter target: The conversation; `nil` for all.
    /// - Returns: The file; `nil` when there is none.
    /// - Throws: What asking throws.
    public func newest(_ target: Target?) async throws -> FileID? {
        var messages: [Message] = []
        for target in try await targets(target) {
            var query = HistoryQuery(target: target, newest: 20)
            query.filesOnly = true
            messages += try await connection.ask(query).messages
        }
        let sorted = messages.filter { $0.file != nil }.sorted { left, right in
            let isOwn = (left.sender == connection.user?.name, right.sender == connection.user?.name)
            return isOwn.0 == isOwn.1 ? left.time.milliseconds < right.time.milliseconds : isOwn.0
        }
        return sorted.last?.file?.id
    }

    private func targets(_ target: Target?) async throws -> [Target] {
        if let target { return [target] }
        return try await connection.ask(ListConversations()).conversations.map(\.target)
    }
}
