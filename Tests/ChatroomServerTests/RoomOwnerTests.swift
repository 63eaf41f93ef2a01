import ChatroomClient
import ChatroomCore
import ChatroomTestSupport
import ChatroomWire
import Testing

/// Whom members of a room may act on, and that a room never goes without an owner.
@Suite(.timeLimit(.minutes(1)))
struct RoomOwnerTests {
    @Test(arguments: [false, true])
    func theLastOwnerStays(isPrivate: Bool) async throws {
        try await Self.with(isPrivate: isPrivate) { crowd in
            try await expect(.notAllowed) { try await crowd.host.change("ops", .leave) }
            for change in [ChangeMember.Change.makeMember, .makeModerator] {
                try await expect(.notAllowed) { try await crowd.host.change("ops", change, "host") }
            }
            #expect(try await Self.roles(crowd) == ["host": .owner, "mod": .moderator, "bob": .member])
            try await crowd.host.change("ops", .makeOwner, "mod")
            try await crowd.host.change("ops", .leave)
            #expect(try await Self.roles(crowd) == ["mod": .owner, "bob": .member])
            try await expect(.notAllowed) { try await crowd.mod.change("ops", .leave) }
        }
    }

    @Test func oneOfTwoOwnersMayStepDown() async throws {
        try await Self.with { crowd in
            try await crowd.host.change("ops", .makeOwner, "mod")
            try await crowd.host.change("ops", .makeMember, "host")
            #expect(try await Self.roles(crowd) == ["host": .member, "mod": .owner, "bob": .member])
            try await expect(.notAllowed) { try await crowd.host.change("ops", .makeOwner, "host") }
        }
    }

    @Test func ownersThatStepDownAtOnceLeaveOne() async throws {
        try await Self.with { crowd in
            try await crowd.host.change("ops", .makeOwner, "mod")
            try await crowd.host.change("ops", .makeOwner, "bob")
            async let first = code { try await crowd.host.change("ops", .leave) }
            async let second = code { try await crowd.mod.change("ops", .makeMember, "mod") }
            async let third = code { try await crowd.bob.change("ops", .leave) }
            let codes = await [first, second, third]
            #expect(codes.count { $0 == .notAllowed } == 1)
            let request = Request.describeRoom(try RoomName("ops"))
            let owners = try await crowd.root.room(request).members.filter { $0.role == .owner }
            #expect(owners.count == 1)
        }
    }

    @Test(arguments: [ChangeMember.Change.kick, .ban], [false, true])
    func aModeratorActsOnMembersOnly(change: ChangeMember.Change, isPrivate: Bool) async throws {
        try await Self.with(isPrivate: isPrivate) { crowd in
            try await crowd.host.change("ops", .invite, "second")
            try await crowd.second.change("ops", .join)
            try await crowd.host.change("ops", .makeModerator, "second")
            for name in ["host", "second"] {
                try await expect(.notAllowed) { try await crowd.mod.change("ops", change, name) }
            }
            try await expect(.invalid) { try await crowd.mod.change("ops", change, "mod") }
            try await crowd.mod.change("ops", change, "bob")
            #expect(try await Self.roles(crowd) == ["host": .owner, "mod": .moderator, "second": .moderator])
            try await crowd.host.change("ops", change, "second")
            #expect(try await Self.roles(crowd) == ["host": .owner, "mod": .moderator])
        }
    }

    @Test func ownersAndAdministratorsDoNotPutOwnersOut() async throws {
        try await Self.with { crowd in
            try await crowd.host.change("ops", .makeOwner, "mod")
            for person in [crowd.host, crowd.root] {
                for change in [ChangeMember.Change.kick, .ban] {
                    try await expect(.notAllowed) { try await person.change("ops", change, "mod") }
                }
            }
            // They take the role back first.
            try await crowd.root.change("ops", .makeMember, "mod")
            try await crowd.root.change("ops", .kick, "mod")
            #expect(try await Self.roles(crowd) == ["host": .owner, "bob": .member])
        }
    }

    @Test func anAdministratorIsBannedFromPrivateRoomsOnly() async throws {
        try await Self.with { crowd in
            try await expect(.notAllowed) { try await crowd.host.change("ops", .ban, "root") }
            try await expect(.notAllowed) { try await crowd.mod.change("ops", .ban, "root") }
            try await crowd.root.say("still here", in: "ops")
        }
        try await Self.with(isPrivate: true) { crowd in
            try await crowd.host.change("ops", .ban, "root")
            try await expect(.notFound) { try await crowd.root.change("ops", .join) }
        }
    }

    @Test(arguments: [false, true])
    func whoIsPutOutBeforeComingInIsInvitedNoMore(isPrivate: Bool) async throws {
        try await Self.with(isPrivate: isPrivate) { crowd in
            try await crowd.host.change("ops", .invite, "second")
            try await crowd.mod.change("ops", .kick, "second")
            try await expect(.notFound) { try await crowd.mod.change("ops", .kick, "second") }
            guard isPrivate else { return }
            try await expect(.notFound) { try await crowd.second.change("ops", .join) }
        }
    }

    @Test func aRoleIsFeltAtOnce() async throws {
        try await Self.with { crowd in
            try await expect(.notAllowed) { try await crowd.bob.say("mine", in: "ops", act: .topic) }
            try await crowd.host.change("ops", .makeModerator, "bob")
            try await crowd.bob.say("ours", in: "ops", act: .topic)
            let seen = try #require(try await crowd.bob.summary("ops"))
            #expect(seen.role == .moderator)
            #expect(seen.topic == "ours")
            try await crowd.host.change("ops", .makeMember, "bob")
            try await expect(.notAllowed) { try await crowd.bob.say("mine", in: "ops", act: .topic) }
            let role = try await crowd.bob.summary("ops")?.role
            #expect(role == .member)
        }
    }

    @Test func whoIsKeptOutComesBackWhenThatEnds() async throws {
        try await Self.with(isPrivate: true) { crowd in
            try await crowd.mod.change("ops", .ban, "bob")
            try await expect(.notFound) { try await crowd.bob.change("ops", .join) }
            try await expect(.notAllowed) { try await crowd.mod.change("ops", .invite, "bob") }
            try await crowd.mod.change("ops", .unban, "bob")
            try await expect(.notFound) { try await crowd.mod.change("ops", .unban, "bob") }
            // An end of a ban is no invitation.
            try await expect(.notFound) { try await crowd.bob.change("ops", .join) }
            try await crowd.mod.change("ops", .invite, "bob")
            try await crowd.bob.change("ops", .join)
            #expect(try await Self.roles(crowd) == ["host": .owner, "mod": .moderator, "bob": .member])
        }
    }

    @Test func whoeverIsNotThereIsNotFound() async throws {
        try await Self.with { crowd in
            for change in [ChangeMember.Change.kick, .makeMember, .makeModerator, .makeOwner, .unban] {
                try await expect(.notFound) { try await crowd.host.change("ops", change, "second") }
                try await expect(.notFound) { try await crowd.host.change("ops", change, "nobody") }
            }
            try await expect(.notFound) { try await crowd.host.change("ops", .invite, "nobody") }
            // What is so already stays so.
            try await crowd.host.change("ops", .invite, "bob")
            try await crowd.bob.change("ops", .join)
            try await crowd.second.change("ops", .leave)
            try await crowd.host.change("ops", .ban, "second")
            try await crowd.host.change("ops", .ban, "second")
            #expect(try await Self.roles(crowd) == ["host": .owner, "mod": .moderator, "bob": .member])
        }
    }

    @Test func aUserOwnsOnlySoManyRooms() async throws {
        try await InProcessServer.with {
            $0.limits.roomsPerUser = 2
        } _: { server in
            try await Crowd.with(server, "bob") { crowd in
                try await crowd.bob.make("one")
                try await crowd.bob.make("two", isPrivate: true)
                try await expect(.exists) { try await crowd.root.make("one") }
                try await expect(.notAllowed) { try await crowd.bob.make("three") }
                _ = try await crowd.bob.ask(.removeRoom(try RoomName("two")))
                try await crowd.bob.make("three")
                for number in 1...3 { try await crowd.root.make("root-\(number)") }
            }
        }
    }

    @Test func anAdministratorDoesNotShutItselfOut() async throws {
        try await Self.with { crowd in
            try await expect(.notAllowed) { try await crowd.root.configure("ops") { $0.isPrivate = true } }
            _ = try await crowd.root.read("ops")
            try await crowd.root.change("ops", .join)
            try await crowd.root.configure("ops") { $0.isPrivate = true }
            _ = try await crowd.root.read("ops")
        }
    }

    /// Runs something with a room of an owner, a moderator and a member, and a user who is not in it.
    private static func with(isPrivate: Bool = false, _ body: (Crowd) async throws -> Void) async throws {
        try await InProcessServer.with { server in
            try await Crowd.with(server, "host", "mod", "bob", "second") { crowd in
                try await crowd.host.make("ops", isPrivate: isPrivate)
                for (name, member) in [("mod", crowd.mod), ("bob", crowd.bob)] {
                    try await crowd.host.change("ops", .invite, name)
                    try await member.change("ops", .join)
                }
                try await crowd.host.change("ops", .makeModerator, "mod")
                try await body(crowd)
            }
        }
    }

    private static func roles(_ crowd: Crowd) async throws -> [String: Room.Role] {
        let members = try await crowd.mod.room(.describeRoom(try RoomName("ops"))).members
        return Dictionary(uniqueKeysWithValues: members.map { ($0.name.text, $0.role) })
    }
}
