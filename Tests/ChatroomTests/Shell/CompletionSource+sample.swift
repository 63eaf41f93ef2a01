import ChatroomCore

@testable import ChatroomShell

extension CompletionSource {
    /// A shell in the room `ops`, with a command for each kind of operand.
    static func sample() throws -> CompletionSource {
        var names = NameOrder(own: try UserName("alice"))
        names.know([try UserName("bob"), try UserName("carol")])
        names.addressed(try UserName("bobby"))
        return CompletionSource(
            commands: [
                ("quit", [], "leave"), ("msg", [.user, .text], "write to somebody"), ("go", [.target], "go there"),
                ("get", [.message, .path], "save a file"), ("file", [.path], "send files"),
                ("room", [.choice(["create", "topic", "invite"]), .room, .user], "change rooms"),
                ("reply", [.message, .text], "reply"), ("delete", [.ownMessage], "delete a message"),
                ("help", [.command], "explain"), ("set", [.setting], "change a setting"), ("me", [.text], "act"),
            ],
            rooms: ["lobby", "ops", "builds"], current: .room(try RoomName("ops")), names: names,
            messages: [
                (120, true, "alice: mine"), (119, false, "bob: theirs"), (12, true, "alice: \u{1B}[2Jold\nlines"),
            ],
            settings: [("bell", ["off", "mentions", "all"]), ("numbers", ["on", "off"]), ("paste", [])],
            paths: { word in ["notes/", "my\\ file"].filter { $0.hasPrefix(word) } })
    }
}
