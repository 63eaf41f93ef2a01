internal import ChatroomCore
internal import ChatroomTerminal

/// Rooms as text for people and as JSON.
enum RoomText {
    /// Conversations as a list, the one with the newest message last; invitations first.
    static func table(_ summaries: [Conversation.Summary], _ invitations: [Invitation]) -> ListTable {
        var table = ListTable([
            .init("NAME"), .init("ACCESS"), .init("ROLE"), .init("UNREAD", isRight: true),
            .init("MENTIONS", isRight: true), .init("LAST MESSAGE"), .init("TOPIC", wraps: true),
        ])
        for invitation in invitations {
            let inviter = invitation.inviter.map { "@\($0) invites you" } ?? ""
            table.add(
                .target(.room(invitation.room)), .text(""), .text("invited"), .count(0), .count(0), .time(nil),
                .text(inviter))
        }
        let ages = summaries.enumerated().sorted { left, right in
            (left.element.time?.milliseconds ?? .min, left.offset) < (
                right.element.time?.milliseconds ?? .min, right.offset
            )
        }
        for summary in ages.map(\.element) {
            table.add(
                .target(summary.target), .text(access(to: summary)), .text(summary.role?.rawValue ?? ""),
                .count(summary.unread), .count(summary.mentions), .time(summary.time), .text(summary.topic))
        }
        return table
    }

    private static func access(to summary: Conversation.Summary) -> String {
        if case .direct = summary.target { "direct" } else { summary.isPrivate ? "private" : "public" }
    }

    /// A room's settings as a list: a word, and what it is.
    static func settings(of room: ChatroomCore.Room) -> ListTable {
        var table = ListTable([.init("SETTING"), .init("VALUE", wraps: true)], hasHeadings: false)
        table.add(.text("room"), .target(room.summary.target))
        table.add(.text("topic"), .text(room.summary.topic))
        table.add(.text("access"), .text(access(to: room.summary)))
        table.add(.text("entries"), .number(room.summary.head))
        if let time = room.summary.time { table.add(.text("newest"), .time(time)) }
        if room.slow > .zero { table.add(.text("slow"), .duration(room.slow)) }
        if let retain = room.retain { table.add(.text("retain"), .duration(retain)) }
        return table
    }

    /// A room's members as a list, and who is invited and banned.
    static func members(of room: ChatroomCore.Room) -> ListTable {
        var table = ListTable([.init("ROLE"), .init("NAME")])
        for member in room.members { table.add(.text(member.role.rawValue), .target(.direct(member.name))) }
        for name in room.invited { table.add(.text("invited"), .target(.direct(name))) }
        for name in room.banned { table.add(.text("banned"), .target(.direct(name))) }
        return table
    }

    /// A conversation as a line of JSON.
    static func json(_ summary: Conversation.Summary) -> [UInt8] {
        JSONObject.line {
            $0.set("v", 1)
            $0.set("type", "conversation")
            set(summary, in: &$0)
        }
    }

    /// An invitation as a line of JSON.
    static func json(_ invitation: Invitation) -> [UInt8] {
        JSONObject.line {
            $0.set("v", 1)
            $0.set("type", "invitation")
            $0.set("conversation", invitation.room.text)
            $0.set("from", invitation.inviter?.text)
        }
    }

    /// A room as a line of JSON.
    static func json(_ room: ChatroomCore.Room) -> [UInt8] {
        JSONObject.line {
            $0.set("v", 1)
            $0.set("type", "room")
            set(room.summary, in: &$0)
            $0.set("slow", room.slow.components.seconds)
            $0.set("retain", room.retain?.components.seconds)
            $0.set("members", room.members.map(\.name.text))
            $0.set("moderators", room.members.filter { $0.role == .moderator }.map(\.name.text))
            $0.set("owners", room.members.filter { $0.role == .owner }.map(\.name.text))
            $0.set("invited", room.invited.map(\.text))
            $0.set("banned", room.banned.map(\.text))
        }
    }

    private static func set(_ summary: Conversation.Summary, in object: inout JSONObject) {
        object.set("conversation", summary.target.description)
        object.set("topic", summary.topic)
        object.set("private", summary.isPrivate)
        object.set("role", summary.role?.rawValue)
        object.set("head", summary.head)
        object.set("time", summary.time.map { RFC3339.text($0) })
        object.set("read", summary.read)
        object.set("unread", Int64(summary.unread))
        object.set("mentions", Int64(summary.mentions))
    }
}
