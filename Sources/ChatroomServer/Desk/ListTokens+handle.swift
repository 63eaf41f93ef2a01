internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomWire

extension ListTokens: MemberCall {
    func handle(as identity: Identity, _ visit: inout Visit) async throws -> Outcome<[Token]> {
        let tokens = try await visit.services.engines.accounts.tokens(of: identity.account.id)
        return .answer(
            tokens.map {
                Token(
                    id: $0.id, label: $0.label, created: $0.created, lastUsed: $0.lastUsed,
                    isCurrent: $0.id == identity.token)
            })
    }
}
