internal import ChatroomCore
internal import ChatroomStore

/// Values that tests need and do not look at.
enum Sample {
    static let room = Conversation.ID(rawValue: 7)

    static func account(_ name: String, _ number: Int64, administers: Bool = false) throws -> Account {
        Account(
            id: Account.ID(rawValue: number),
            user: User(name: try UserName(name), kind: .human, role: administers ? .administrator : .member))
    }

    static func access(
        _ standing: Standing, isPrivate: Bool = false, rights: Int64 = 0, kind: Access.Kind = .room
    ) -> Access {
        Access(conversation: room, kind: kind, isPrivate: isPrivate, standing: standing, rights: rights)
    }

    static func message(
        _ body: String, from sender: Account, id: UInt64 = 1, replyTo: Message.Seq? = nil,
        act: OutgoingMessage.Act = .post, mayModerate: Bool = false, rights: Int64? = nil
    ) -> NewMessage {
        NewMessage(
            conversation: room, sender: sender, id: MessageID(high: 1, low: id), body: body, replyTo: replyTo, act: act,
            mayModerate: mayModerate, rights: rights)
    }
}
