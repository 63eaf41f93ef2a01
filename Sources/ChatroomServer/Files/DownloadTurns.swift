internal import ChatroomCore
internal import ChatroomStore
internal import Synchronization

/// Who is fetching which file, so that a transfer that is cut and gone on with is counted once.
///
/// A turn ends with the last byte, or when it reached no further byte for some minutes. Turns are kept in memory: after
/// the server was started anew, a transfer that goes on is counted again.
final class DownloadTurns: Sendable {
    /// How long a turn lasts without progress, in milliseconds.
    static let length: Int64 = 600_000
    /// How often progress makes a turn longer, in milliseconds.
    private static let renewedEvery: Int64 = 60_000
    /// The most turns that are known; beyond that, the oldest are forgotten, and count again.
    private static let most = 10_000

    private struct Key: Hashable {
        let file: FileID
        let account: Account.ID
    }

    private struct Turn {
        var began: Timestamp
        var furthest: Int64 = 0
    }

    private let turns = Mutex<[Key: Turn]>([:])

    /// Whether an account has a turn that was counted and can be gone on with.
    func isOpen(_ file: FileID, of account: Account.ID, at time: Timestamp) -> Bool {
        turns.withLock { turns in
            guard let turn = turns[Key(file: file, account: account)] else { return false }
            return time.milliseconds - turn.began.milliseconds < Self.length
        }
    }

    /// Begins a turn, which was counted.
    func begin(_ file: FileID, of account: Account.ID, at time: Timestamp) {
        turns.withLock { turns in
            turns[Key(file: file, account: account)] = Turn(began: time)
            guard turns.count > Self.most else { return }
            turns = turns.filter { time.milliseconds - $0.value.began.milliseconds < Self.length }
            guard turns.count > Self.most else { return }
            // Half, so that this is not done for each one.
            let oldest = turns.sorted { $0.value.began < $1.value.began }.prefix(turns.count - Self.most / 2)
            for (key, _) in oldest { turns[key] = nil }
        }
    }

    /// Notes that bytes up to an offset are given out.
    ///
    /// - Returns: Whether the turn got on and lasts longer from here on.
    func advance(
        _ file: Attachment, of account: Account.ID, through offset: Int64, at time: Timestamp
    ) -> Bool {
        turns.withLock { turns in
            let key = Key(file: file.id, account: account)
            guard var turn = turns[key], offset > turn.furthest else { return false }
            turn.furthest = offset
            let isRenewed = time.milliseconds - turn.began.milliseconds >= Self.renewedEvery
            if isRenewed { turn.began = time }
            turns[key] = offset < file.size ? turn : nil
            return isRenewed
        }
    }
}
