import ChatroomCore
import ChatroomWire

@testable import ChatroomTestSupport

extension GoldenRequest {
    /// Conversations that are listed, made, changed and removed.
    static let ofRooms = [
        GoldenRequest(
            name: "listConversations",
            text: #"id: 31 list_conversations { }"#,
            hex: "00000005081f820100",
            request: .listConversations),
        GoldenRequest(
            name: "createRoom",
            text: #"id: 32 create_room { room: "ops" private: true topic: "what runs" }"#,
            hex: "0000001708208a01120a036f707310011a09776861742072756e73",
            request: .createRoom(CreateRoom(room: Sample.room, isPrivate: true, topic: "what runs"))),
        GoldenRequest(
            name: "createRoom without more",
            text: #"id: 33 create_room { room: "ops" }"#,
            hex: "0000000a08218a01050a036f7073",
            request: .createRoom(CreateRoom(room: Sample.room))),
        GoldenRequest(
            name: "describeRoom",
            text: #"id: 34 describe_room { room: "ops" }"#,
            hex: "0000000a08229201050a036f7073",
            request: .describeRoom(Sample.room)),
        GoldenRequest(
            name: "configureRoom",
            text: #"id: 35 configure_room { room: "ops" private: true slow: 5000 retain: 86400000 }"#,
            hex: "0000001408239a010f0a036f707310011888272080b89929",
            request: .configureRoom(.everything)),
        GoldenRequest(
            name: "configureRoom back",
            text: #"id: 36 configure_room { room: "ops" private: false slow: 0 retain: 0 }"#,
            hex: "0000001008249a010b0a036f7073100018002000",
            request: .configureRoom(.nothing)),
        GoldenRequest(
            name: "configureRoom without a change",
            text: #"id: 37 configure_room { room: "ops" }"#,
            hex: "0000000a08259a01050a036f7073",
            request: .configureRoom(ConfigureRoom(room: Sample.room))),
        GoldenRequest(
            name: "removeRoom",
            text: #"id: 38 remove_room { room: "ops" }"#,
            hex: "0000000a0826a201050a036f7073",
            request: .removeRoom(Sample.room)),
        GoldenRequest(
            name: "changeMember join",
            text: #"id: 40 change_member { room: "ops" change: JOIN }"#,
            hex: "0000000c0828aa01070a036f70731001",
            request: .changeMember(ChangeMember(room: Sample.room, change: .join))),
        GoldenRequest(
            name: "changeMember leave",
            text: #"id: 41 change_member { room: "ops" change: LEAVE }"#,
            hex: "0000000c0829aa01070a036f70731002",
            request: .changeMember(ChangeMember(room: Sample.room, change: .leave))),
        GoldenRequest(
            name: "changeMember invite",
            text: #"id: 42 change_member { room: "ops" change: INVITE user: "bob" }"#,
            hex: "00000011082aaa010c0a036f707310031a03626f62",
            request: .changeMember(ChangeMember(room: Sample.room, change: .invite, user: Sample.bob))),
        GoldenRequest(
            name: "changeMember kick",
            text: #"id: 43 change_member { room: "ops" change: KICK user: "bob" }"#,
            hex: "00000011082baa010c0a036f707310041a03626f62",
            request: .changeMember(ChangeMember(room: Sample.room, change: .kick, user: Sample.bob))),
        GoldenRequest(
            name: "changeMember ban",
            text: #"id: 44 change_member { room: "ops" change: BAN user: "bob" }"#,
            hex: "00000011082caa010c0a036f707310051a03626f62",
            request: .changeMember(ChangeMember(room: Sample.room, change: .ban, user: Sample.bob))),
        GoldenRequest(
            name: "changeMember unban",
            text: #"id: 45 change_member { room: "ops" change: UNBAN user: "bob" }"#,
            hex: "00000011082daa010c0a036f707310061a03626f62",
            request: .changeMember(ChangeMember(room: Sample.room, change: .unban, user: Sample.bob))),
        GoldenRequest(
            name: "changeMember makeMember",
            text: #"id: 46 change_member { room: "ops" change: MAKE_MEMBER user: "bob" }"#,
            hex: "00000011082eaa010c0a036f707310071a03626f62",
            request: .changeMember(ChangeMember(room: Sample.room, change: .makeMember, user: Sample.bob))),
        GoldenRequest(
            name: "changeMember makeModerator",
            text: #"id: 47 change_member { room: "ops" change: MAKE_MODERATOR user: "bob" }"#,
            hex: "00000011082faa010c0a036f707310081a03626f62",
            request: .changeMember(ChangeMember(room: Sample.room, change: .makeModerator, user: Sample.bob))),
        GoldenRequest(
            name: "changeMember makeOwner",
            text: #"id: 48 change_member { room: "ops" change: MAKE_OWNER user: "bob" }"#,
            hex: "000000110830aa010c0a036f707310091a03626f62",
            request: .changeMember(ChangeMember(room: Sample.room, change: .makeOwner, user: Sample.bob))),
    ]
}
