public import ChatroomCore

/// A request for all conversations that the user can see: the lobby, then rooms, then direct ones, each by name.
public struct ListConversations: Sendable, Equatable {
    /// Makes a request.
    public init() {}

    init(_ wire: PBListConversations) {}

    var wire: PBListConversations { PBListConversations() }
}

extension ListConversations: Call {
    /// The verb.
    public var verb: String { "list-conversations" }
    /// One of all requests.
    public var request: Request { .listConversations(self) }

    /// Writes the answer.
    public static func content(of answer: ConversationList) -> ReplyContent {
        ReplyContent(.conversations(answer.wire))
    }

    /// Reads the answer.
    public static func answer(in content: ReplyContent) throws(ChatError) -> ConversationList {
        guard case .conversations(let wire) = content.wire else { throw .unfitting }
        return try ConversationList(wire)
    }
}

/// The conversations that a user can see, and the rooms that the user is let into and is not in yet.
public struct ConversationList: Sendable, Equatable {
    /// The conversations.
    public let conversations: [Conversation.Summary]
    /// The invitations, by the rooms' names.
    public let invitations: [Invitation]

    /// Makes an answer.
    public init(conversations: [Conversation.Summary], invitations: [Invitation] = []) {
        self.conversations = conversations
        self.invitations = invitations
    }

    init(_ wire: PBConversations) throws(ChatError) {
        self.init(
            conversations: try wire.conversations.map { wire throws(ChatError) in try Conversation.Summary(wire) },
            invitations: try wire.invitations.map { wire throws(ChatError) in try Invitation(wire) })
    }

    var wire: PBConversations {
        .with { wire in
            wire.conversations = conversations.map(\.wire)
            wire.invitations = invitations.map(\.wire)
        }
    }
}
