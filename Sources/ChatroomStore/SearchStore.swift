public import ChatroomCore

/// Finds messages by their words.
///
/// Every function throws ``ChatError`` as ``LogStore`` says.
public protocol SearchStore: Sendable {
    /// Finds messages by their words, newest first, among some conversations; looks at everything that was stored
    /// before the call.
    func search(
        _ search: Search, in conversations: Set<Conversation.ID>, for account: Account.ID
    ) async throws(ChatError) -> Found

    /// Refuses while so much is missing from what searches look at that one would take long, as after an update.
    ///
    /// - Throws: ``ChatError`` with code `busy`, which says when to come again.
    func checkIndex() async throws(ChatError)

    /// Brings what searches look at up to date, so that they need not.
    func updateIndex() async throws(ChatError)
}
