internal import ArgumentParser

/// The command `chatroom room`, which only holds the others.
struct RoomCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "room",
        abstract: "Create rooms, look at them, and say who may be in them.",
        discussion: """
            Examples:
              chatroom room create ops --private --topic 'what runs where'
              chatroom room invite ops @bob
            """,
        subcommands: [
            RoomCreate.self, RoomList.self, RoomInfo.self, RoomJoin.self, RoomLeave.self, RoomInvite.self,
            RoomKick.self, RoomBan.self, RoomUnban.self, RoomTopic.self, RoomSet.self, RoomRemove.self,
        ])
}
