/// Commands that read.
extension SlashCommand {
    static let reading: [SlashCommand] = [
        SlashCommand(
            "history", "[N|SINCE] [OPTIONS]", "show stored messages of this conversation", .reading, [.target],
            details: [
                "/history 50, /history 2h, /history today, /history @bob -n 5",
                "It takes what 'chatroom history' takes.",
            ]
        ) { try await $0.history($1) },
        SlashCommand(
            "last", "[N|WORDS]", "show the last messages here, or find words", .reading, [.text]
        ) { try await $0.last($1) },
        SlashCommand(
            "search", "WORDS", "find messages, newest first", .reading, [.text],
            details: ["Words, \"phrases\", word*, -word, from:NAME, after:DATE, before:DATE, in:here."]
        ) { try await $0.search($1) },
        SlashCommand("files", "[T]", "list the files of a conversation", .reading, [.target]) {
            try await $0.listFiles($1)
        },
        SlashCommand(
            "get", "ID [PATH]", "fetch a file", .reading, [.file, .path],
            details: [
                "It goes into this directory, or to PATH, and overwrites nothing.",
                "A PATH that begins with '-' stands behind '--', or is written './-'.",
            ]
        ) { try await $0.getFile($1) },
        SlashCommand("unread", "show what is unread everywhere", .reading) { try await $0.unread($1) },
        SlashCommand("mentions", "show what mentions you", .reading) {
            try await $0.runCommand(["history", "--mentions"], $1)
        },
        SlashCommand("thread", "[N]", "show the thread of message N", .reading, [.message]) {
            try await $0.thread($1)
        },
    ]
}
