internal import ChatroomCore
internal import ChatroomStore
internal import Synchronization

/// Keeps the members of slow rooms from sending too often.
///
/// Time is an argument, counted from any fixed moment by a clock that never jumps.
final class SlowMode: Sendable {
    private struct Key: Hashable {
        let conversation: Conversation.ID
        let account: Account.ID
    }

    /// How many senders are remembered before those whose time is over are forgotten.
    private static let capacity = 10_000

    private let free = Mutex<[Key: Duration]>([:])

    /// Counts a message, unless the last one was too short a time ago.
    ///
    /// - Returns: How long to wait; `nil` when the message may go.
    func admit(_ account: Account.ID, to access: Access, at time: Duration) -> Duration? {
        guard access.slow > .zero else { return nil }
        let key = Key(conversation: access.conversation, account: account)
        return free.withLock { free in
            if let until = free[key], until > time { return until - time }
            if free.count >= Self.capacity { free = free.filter { $0.value > time } }
            free[key] = time + access.slow
            return nil
        }
    }
}
