public import ChatroomCore

/// Which conversations there are, who belongs to them and what is set for them.
///
/// Every function throws ``ChatError`` as ``LogStore`` says.
public protocol RoomStore: Sendable {
    /// What an account is to the conversation that it means by a target; `nil` when there is no such room or user.
    ///
    /// The direct conversation of two users is not stored for being asked for; something must be said in it. It takes
    /// as long whether there is such a room or not.
    func access(_ account: Account.ID, to target: Target) async throws(ChatError) -> Access?

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

    /// Changes what is given of a room's settings; one that becomes private loses its invitations.
    func configure(_ conversation: Conversation.ID, _ change: ConfigureRoom) async throws(ChatError)

    /// Takes a room's name, members and settings away; the text of its messages stays until
    /// ``LogStore/expire(_:through:)``.
    func removeRoom(_ conversation: Conversation.ID) async throws(ChatError)

    /// Changes who belongs to a room, as ``MemberRules`` say; what is so already stays so.
    ///
    /// - Returns: What whom it is about was to the room before.
    /// - Throws: ``ChatError`` with code `not-allowed` or `not-found` when it may not be, `quota-exceeded` when it is one
    ///   too many, `invalid` when it makes no sense.
    @discardableResult
    func change(_ change: MemberChange, in conversation: Conversation.ID) async throws(ChatError) -> Standing

    /// The rooms that an account is let into and is not in yet, by name.
    func invitations(of account: Account.ID) async throws(ChatError) -> [Invitation]

    /// The accounts that are members of a room.
    func members(of conversation: Conversation.ID) async throws(ChatError) -> Set<Account.ID>
}
