public import ChatroomCore

/// Which conversations there are, who belongs to them and what is set for them; rights are looked at elsewhere.
///
/// Every function throws ``ChatError`` as ``LogStore`` says.
public protocol RoomStore: Sendable {
    /// Finds the conversation that an account means by a target.
    ///
    /// The direct conversation of two users is not stored for being asked for; something must be said in it.
    ///
    /// - Throws: ``ChatError`` with code `not-found` when there is no such room or user.
    func conversation(_ target: Target, for account: Account.ID) async throws(ChatError) -> Conversation.ID

    /// What an account is to a conversation; `nil` when there is no such conversation, or it was removed.
    func access(_ account: Account.ID, to conversation: Conversation.ID) async throws(ChatError) -> Access?

    /// The conversations that an account can see, the lobby first, then rooms, then direct ones, by name.
    func conversations(visibleTo account: Account.ID) async throws(ChatError) -> [Conversation.Summary]

    /// The numbers of the conversations that an account can see.
    func visibleConversations(to account: Account.ID) async throws(ChatError) -> Set<Conversation.ID>

    /// A conversation as an account sees it; `nil` when there is none, or it was removed.
    func summary(
        of conversation: Conversation.ID, for account: Account.ID
    ) async throws(ChatError) -> Conversation.Summary?

    /// The two accounts of a direct conversation, which may be the same; none for a room.
    func partners(in conversation: Conversation.ID) async throws(ChatError) -> [Account.ID]

    /// Makes a room with its first owner, who owns at most so many; `nil` for any number.
    ///
    /// - Throws: ``ChatError`` with code `exists` when a room or a user has the name, `not-allowed` when it is one too
    ///   many.
    func createRoom(
        _ room: CreateRoom, by account: Account.ID, atMost limit: Int?, at time: Timestamp
    ) async throws(ChatError) -> Conversation.ID

    /// A room with all that is known of it.
    func room(_ conversation: Conversation.ID, for account: Account.ID) async throws(ChatError) -> Room

    /// Changes what is given of a room's settings.
    func configure(_ conversation: Conversation.ID, _ change: ConfigureRoom) async throws(ChatError)

    /// Takes a room's name, members and settings away; the text of its messages stays until ``expire(_:through:)``.
    func removeRoom(_ conversation: Conversation.ID) async throws(ChatError)

    /// Changes who belongs to a room; what is so already stays so.
    ///
    /// - Parameters:
    ///   - change: The change.
    ///   - account: Whom it is about.
    ///   - conversation: The room.
    ///   - actor: Who wants it; somebody else's change of a role is news to the account.
    /// - Throws: ``ChatError`` with code `not-allowed` when no owner would be left, `not-found` when somebody is no
    ///   member who must be one.
    func change(
        _ change: ChangeMember.Change, _ account: Account.ID, in conversation: Conversation.ID, by actor: Account.ID?
    ) async throws(ChatError)

    /// The rooms that an account is let into and is not in yet, by name.
    func invitations(of account: Account.ID) async throws(ChatError) -> [Invitation]

    /// The accounts that are members of a room.
    func members(of conversation: Conversation.ID) async throws(ChatError) -> Set<Account.ID>
}

extension RoomStore {
    /// Changes who belongs to a room, of the account's own will.
    public func change(
        _ change: ChangeMember.Change, _ account: Account.ID, in conversation: Conversation.ID
    ) async throws(ChatError) {
        try await self.change(change, account, in: conversation, by: account)
    }
}
