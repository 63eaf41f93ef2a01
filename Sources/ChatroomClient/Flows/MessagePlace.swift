public import ChatroomCore

/// Finds the message that somebody names on a command line.
public struct MessagePlace: Sendable {
    public let client: ChatClient
    public let target: Target

    /// Sets every part.
    public init(client: ChatClient, target: Target) {
        (self.client, self.target) = (client, target)
    }

    /// Finds a message by its seq (`44`), its cursor (`ops:44`) or its id.
    ///
    /// - Parameter text: The name.
    /// - Returns: Its seq.
    /// - Throws: `ChatError` with code `invalid` or `not-found`, and what asking throws.
    public func seq(_ text: String) async throws -> Message.Seq {
        if let seq = try Self.seq(of: text, in: target) { return seq }
        return try await client.withConnection { try await Self.seq(text, in: target, on: $0) }
    }

    /// Finds a message over a connection that there is.
    public static func seq(_ text: String, in target: Target, on connection: ChatConnection) async throws -> Message.Seq {
        if let seq = try seq(of: text, in: target) { return seq }
        guard let id = try? MessageID(text) else {
            throw ChatError(
                .invalid, "'\(text)' is not the number, cursor or id of a message",
                hint: "Give its seq, such as 44, or its id; --print id and --json show them.")
        }
        var query = HistoryQuery(target: target, limit: 1)
        query.id = id
        query.isUnfolded = true
        guard let message = try await connection.ask(query).messages.first else {
            throw ChatError(.notFound, "there is no message \(id) in \(target)")
        }
        return message.seq
    }

    /// The seq that a text names by itself.
    private static func seq(of text: String, in target: Target) throws(ChatError) -> Message.Seq? {
        if let seq = Message.Seq(text), seq > 0 { return seq }
        guard let cursor = try? Cursor(text) else { return nil }
        guard cursor.target == target, cursor.seq > 0 else {
            throw ChatError(.invalid, "\(cursor) is no message of \(target)")
        }
        return cursor.seq
    }
}
