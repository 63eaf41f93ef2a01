internal import ChatroomCore

/// Rooms as text for people and as JSON.
enum RoomText {
    /// A conversation as one line: name, what is unread, topic.
    static func line(_ summary: Conversation.Summary) -> String {
        var words: [String] = []
        if summary.isPrivate, case .room = summary.target { words.append("private") }
        if let role = summary.role, role != .member { words.append(role.rawValue) }
        if summary.unread > 0 {
            let count = summary.unread >= 100 ? "100 or more" : "\(summary.unread)"
            words.append(summary.mentions > 0 ? "\(count) unread, \(summary.mentions) for you" : "\(count) unread")
        }
        let name = summary.target.description
        let notes = words.isEmpty ? "" : "(\(words.joined(separator: ", ")))"
        let topic = TerminalText.line(summary.topic)
        return [name, notes, topic].filter { !$0.isEmpty }.joined(separator: "\t")
    }

    /// A room as lines: a word, a tab and what it is.
    static func lines(_ room: ChatroomCore.Room) -> [String] {
        var lines = [
            "room\t\(room.summary.target)", "topic\t\(TerminalText.line(room.summary.topic))",
            "access\t\(room.summary.isPrivate ? "private" : "public")", "messages\t\(room.summary.head)",
        ]
        if room.slow > .zero { lines.append("slow\t\(DurationText.text(room.slow))") }
        if let retain = room.retain { lines.append("retain\t\(DurationText.text(retain))") }
        for member in room.members { lines.append("\(member.role.rawValue)\t@\(member.name)") }
        for name in room.invited { lines.append("invited\t@\(name)") }
        for name in room.banned { lines.append("banned\t@\(name)") }
        return lines
    }

    /// A conversation as a line of JSON.
    static func json(_ summary: Conversation.Summary) -> [UInt8] {
        JSONObject.line {
            $0.set("v", 1)
            $0.set("type", "conversation")
            set(summary, in: &$0)
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
        object.set("time", summary.time.map { TimeText.rfc3339($0) })
        object.set("read", summary.read)
        object.set("unread", Int64(summary.unread))
        object.set("mentions", Int64(summary.mentions))
    }
}
