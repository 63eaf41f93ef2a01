/// Commands that send.
extension SlashCommand {
    static let talking: [SlashCommand] = [
        SlashCommand("msg", "T TEXT", "send to another conversation", .talking, [.target, .text]) {
            try await $0.send(to: $1)
        },
        SlashCommand(
            "reply", "[N] TEXT", "answer message N, or the newest of others", .talking, [.message, .text],
            details: [
                "/set numbers on shows the numbers; Tab lists them.",
                "A choice, or its number, answers the newest question that has it.",
            ]
        ) { try await $0.reply($1) },
        SlashCommand(
            "answer", "TEXT", "answer the newest question to you", .talking, [.answer],
            details: ["Where there are choices it takes one of them, or its number."]
        ) { try await $0.answer($1) },
        SlashCommand(
            "edit", "[N] [TEXT]", "replace your message N, or your newest", .talking, [.ownMessage, .text],
            details: ["Without a text it opens $VISUAL or $EDITOR."]
        ) { try await $0.edit($1) },
        SlashCommand("delete", "[N]", "delete your message N, or your newest", .talking, [.ownMessage]) {
            try await $0.delete($1)
        },
        SlashCommand(
            "ask", "[TIME] TEXT [| CHOICE]...", "ask a question", .talking, [.text],
            details: ["/ask 30m Deploy v1.2? | yes | no", "Whoever replies with a choice, or its number, takes it."]
        ) { try await $0.ask($1) },
        SlashCommand(
            "update", "KEY TEXT", "replace what you last sent with the same key", .talking, [.choice([]), .text]
        ) { try await $0.sendUpdate($1) },
        SlashCommand("me", "TEXT", "say what you do", .talking, [.text]) { try await $0.act($1) },
        SlashCommand(
            "file", "PATH [TEXT]", "send a file", .talking, [.path, .text],
            details: ["It goes on while you type; the same command resumes what was cut."]
        ) { try await $0.sendFile($1) },
        SlashCommand(
            "exec", "[-o] COMMAND", "run a command of this machine's shell", .talking, [.path],
            details: ["-o sends what it prints to the conversation."]
        ) { try await $0.execute($1) },
    ]
}
