internal import ChatroomCore
internal import ChatroomStore

/// Looks once more, just before messages are stored, whether their senders may still write where they go.
///
/// One of these serves one batch, and looks at each sender in each conversation once.
struct SendCheck {
    private struct Place: Hashable {
        let conversation: Conversation.ID
        let sender: Account.ID
    }

    private let engines: Engines
    private var known: [Place: Access?] = [:]

    init(engines: Engines) { self.engines = engines }

    /// Refuses a message that may not be sent any more, and takes away the right to moderate if it is gone.
    ///
    /// What is stored already is let through, to be answered again.
    ///
    /// - Throws: ``ChatError`` with code `not-found` or `not-allowed`, and what the store throws.
    mutating func look(_ message: inout NewMessage) async throws(ChatError) {
        let user = message.sender.user
        let place = Place(conversation: message.conversation, sender: message.sender.id)
        let access: Access?
        if let found = known[place] {
            access = found
        } else {
            access = try await engines.rooms.access(place.sender, to: place.conversation)
            known[place] = .some(access)
        }
        let mayModerate = access.map { RoomRights.verdict(.moderate, $0, user) == .granted } ?? false
        message.mayModerate = message.mayModerate && mayModerate
        do throws(ChatError) {
            guard let access else { throw RoomRights.unknown(nil) }
            try RoomRights.check(message.act == .topic ? .topic : .write, access, user, target: nil)
        } catch {
            guard try await engines.log.conversation(holding: message.id, from: place.sender) != nil else {
                throw error
            }
        }
    }
}
