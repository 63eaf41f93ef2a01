internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomWire

extension DescribeRoom: MemberCall {
    func handle(as identity: Identity, _ visit: inout Visit) async throws -> Outcome<Room> {
        let access = try await visit.lookup(for: identity).find(.room(room), for: .describe)
        let found = try await visit.services.engines.rooms.room(access.conversation, for: identity.account.id)
        let mayManage = RoomRights.verdict(.ban, access, identity.account.user) == .granted
        return .answer(
            Room(
                summary: found.summary, slow: found.slow, retain: found.retain, created: found.created,
                members: found.members, banned: mayManage ? found.banned : [],
                invited: mayManage ? found.invited : []))
    }
}
