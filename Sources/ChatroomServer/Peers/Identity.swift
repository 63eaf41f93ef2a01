internal import ChatroomCore
internal import ChatroomStore

/// Who a session belongs to, and by which token it was opened.
struct Identity: Sendable, Hashable {
    let account: Account
    let token: Token.ID
}
