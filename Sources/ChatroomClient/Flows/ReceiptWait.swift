public import ChatroomCore
internal import ChatroomWire

/// Waits until the other user of a direct conversation has received or read a message.
public struct ReceiptWait: Sendable {
    /// What is waited for.
    public enum Level: String, CaseIterable, Sendable {
        case delivered, read
    }

    /// The way to the server.
    public let client: ChatClient
    /// The conversation.
    public let target: Target
    /// What is waited for.
    public let level: Level
    /// Whose receipt it is.
    public let other: UserName

    /// Refuses to wait where nobody tells.
    public init(client: ChatClient, target: Target, level: Level) throws(ChatError) {
        guard case .direct(let other) = target else {
            throw ChatError(.usage, "--require needs @user: rooms do not tell who read what")
        }
        (self.client, self.target, self.level, self.other) = (client, target, level, other)
    }

    /// Waits.
    ///
    /// - Parameters:
    ///   - seq: The message.
    ///   - limit: How long to wait; `nil` for ever.
    ///   - tell: Told what becomes of the connection.
    /// - Returns: False when the time was over first.
    /// - Throws: What asking throws.
    public func run(
        for seq: Message.Seq, _ limit: Duration?, tell: @escaping @Sendable (LineStatus) -> Void
    ) async throws -> Bool {
        let (client, target, level, other) = (client, target, level, other)
        let isReached: @Sendable (Marker) -> Bool = { marker in
            marker.user == other && (level == .read ? marker.read : marker.delivered) >= seq
        }
        let end: Void? = try await within(limit) {
            try await client.withReconnecting(patience: nil, toFollow: true, onStatus: { tell($0) }) { connection in
                _ = try await connection.ask(Watch(markers: true))
                let markers = try await connection.ask(ListMarkers(target: target))
                if markers.markers.contains(where: isReached) { return }
                for try await event in connection.events {
                    guard case .markerMoved(markers.conversation, let marker) = event else { continue }
                    if isReached(marker) { return }
                }
            }
        }
        return end != nil
    }
}
