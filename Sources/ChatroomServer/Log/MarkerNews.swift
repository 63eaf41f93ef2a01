internal import ChatroomCore
internal import ChatroomStore

/// How far users have come in direct conversations, until those whom that concerns are told; of each user in each
/// conversation only the newest is kept.
final class MarkerNews: Sendable {
    /// Something to tell.
    struct News: Sendable {
        let conversation: Conversation.ID
        let marker: Marker
        let accounts: [Account.ID]
    }

    private struct Key: Hashable {
        let conversation: Conversation.ID
        let account: Account.ID
    }

    private let inbox = Inbox<[Key: News]>([:])

    /// Notes a marker; never waits.
    func add(_ marker: Marker, in conversation: Conversation.ID, of account: Account.ID, for accounts: [Account.ID]) {
        let news = News(conversation: conversation, marker: marker, accounts: accounts)
        inbox.add { $0[Key(conversation: conversation, account: account)] = news }
    }

    /// Waits for something to tell; `nil` when the task is cancelled.
    func next() async -> [News]? { await inbox.next().map { Array($0.values) } }
}
