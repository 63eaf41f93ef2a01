internal import ArgumentParser
internal import ChatroomClient
internal import ChatroomCore
internal import ChatroomWire

/// Waits until the other user of a direct conversation has received or read a message.
struct ReceiptWait {
    /// What is waited for.
    enum Level: String, CaseIterable, ExpressibleByArgument, Sendable {
        case delivered, read
    }

    let context: CommandContext
    let client: ChatClient
    let target: Target
    let level: Level

    /// Refuses to wait where nobody tells.
    func check() throws(ChatError) { _ = try other }

    private var other: UserName {
        get throws(ChatError) {
            guard case .direct(let name) = target else {
                throw ChatError(.usage, "--require needs @user: rooms do not tell who read what")
            }
            return name
        }
    }

    /// Waits.
    ///
    /// - Parameters:
    ///   - seq: The message.
    ///   - limit: How long to wait; `nil` for ever.
    /// - Throws: `ChatError` with code `waited-in-vain` or `interrupted`.
    func wait(for seq: Message.Seq, _ limit: Duration?) async throws {
        let (level, other) = (level, try other)
        let isReached: @Sendable (Marker) -> Bool = { marker in
            marker.user == other && (level == .read ? marker.read : marker.delivered) >= seq
        }
        do {
            try await Interruption.guarding(for: limit) {
                try await client.withReconnecting(patience: nil, onStatus: { context.tell($0) }) { connection in
                    _ = try await connection.ask(Watch(markers: true))
                    let markers = try await connection.ask(ListMarkers(target: target))
                    if markers.markers.contains(where: isReached) { return }
                    for try await event in connection.events {
                        guard case .markerMoved(markers.conversation, let marker) = event else { continue }
                        if isReached(marker) { return }
                    }
                }
            }
        } catch let error as ChatError where error.code == .waitedInVain {
            let time = limit.map { " within \(DurationText.text($0))" } ?? ""
            throw ChatError(.waitedInVain, "stored, but not \(level.rawValue) by @\(other)\(time)")
        }
    }
}
