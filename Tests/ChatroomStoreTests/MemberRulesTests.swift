internal import ChatroomCore
internal import ChatroomStore
internal import Testing

/// Who may change who belongs to a room: each change, by each standing, of each standing.
struct MemberRulesTests {
    private static let standings: [Standing] = [.outsider, .invited, .banned, .member, .moderator, .owner]
    private let actor: Account
    private let other: Account
    private let room: RoomName

    init() throws {
        actor = try Sample.account("alice", 1)
        other = try Sample.account("bob", 2)
        room = try RoomName("ops")
    }

    private func facts(
        _ own: Standing, _ theirs: Standing, isPrivate: Bool = false, hasOtherOwner: Bool = true, count: Int = 0
    ) -> MemberFacts {
        MemberFacts(
            theirs: Sample.access(theirs, isPrivate: isPrivate), own: Sample.access(own, isPrivate: isPrivate),
            hasOtherOwner: hasOtherOwner, memberships: count, invitations: count, bans: count)
    }

    private func steps(
        _ change: ChangeMember.Change, of account: Account, by actor: Account?, _ facts: MemberFacts
    ) throws(ChatError) -> [MemberRules.Step] {
        try MemberRules(StoreBounds()).decide(MemberChange(change, of: account, in: room, by: actor), facts)
    }

    @Test(arguments: [ChangeMember.Change.kick, .ban])
    func onlyWhoRanksLowerIsPutOut(change: ChangeMember.Change) {
        for isPrivate in [false, true] {
            for own in Self.standings {
                for theirs in Self.standings {
                    let may =
                        own >= .moderator && theirs < own
                        && (change == .ban ? true : theirs >= .invited)
                    let facts = facts(own, theirs, isPrivate: isPrivate)
                    let isDone = (try? steps(change, of: other, by: actor, facts)) != nil
                    #expect(isDone == may, "\(change) of \(theirs) by \(own), private \(isPrivate)")
                }
            }
        }
    }

    @Test(arguments: [ChangeMember.Change.kick, .ban])
    func nobodyIsPutOutByThemselves(change: ChangeMember.Change) {
        #expect(throws: ChatError.self) { try steps(change, of: actor, by: actor, facts(.owner, .owner)) }
    }

    @Test(arguments: [ChangeMember.Change.leave, .kick, .ban, .makeMember, .makeModerator])
    func theLastOwnerStays(change: ChangeMember.Change) {
        #expect(throws: ChatError.self) {
            try steps(change, of: other, by: nil, facts(.owner, .owner, hasOtherOwner: false))
        }
        #expect(throws: Never.self) { try steps(change, of: other, by: nil, facts(.owner, .owner)) }
    }

    @Test func anAdministratorIsNotBannedFromPublicRooms() throws {
        let root = try Sample.account("root", 3, administers: true)
        #expect(throws: ChatError.self) { try steps(.ban, of: root, by: actor, facts(.owner, .member)) }
        #expect(throws: Never.self) { try steps(.ban, of: root, by: actor, facts(.owner, .member, isPrivate: true)) }
    }

    @Test(arguments: [(ChangeMember.Change.join, 1000), (.invite, 1000), (.ban, 10_000)])
    func oneTooManyIsRefused(change: ChangeMember.Change, limit: Int) {
        let actor = change == .join ? other : actor
        let own: Standing = change == .join ? .outsider : .owner
        #expect(throws: Never.self) {
            try steps(change, of: other, by: actor, facts(own, .outsider, count: limit - 1))
        }
        #expect(throws: ChatError.self) { try steps(change, of: other, by: actor, facts(own, .outsider, count: limit)) }
    }

    @Test func whatIsSoStaysSo() throws {
        #expect(try steps(.invite, of: other, by: actor, facts(.owner, .member)).isEmpty)
        #expect(try steps(.makeModerator, of: other, by: actor, facts(.owner, .moderator)).isEmpty)
        #expect(
            try steps(.makeModerator, of: other, by: actor, facts(.owner, .member))
                == [.setRole(.moderator, isNews: true)])
        #expect(
            try steps(.makeMember, of: actor, by: actor, facts(.owner, .owner)) == [.setRole(.member, isNews: false)])
    }
}
