internal import ArgumentParser
internal import ChatroomClient
internal import ChatroomCore

/// What `send` does other than to add a message.
struct SendActs: ParsableArguments {
    @Option(help: ArgumentHelp("Answer this message, by its seq or id.", valueName: "seq"))
    var replyTo: String?

    @Option(help: ArgumentHelp("Replace the text of this message of yours.", valueName: "seq"))
    var edit: String?

    @Option(help: ArgumentHelp("Delete the text of this message.", valueName: "seq"))
    var delete: String?

    @Option(help: ArgumentHelp("Replace what you last sent with this key.", valueName: "key"))
    var update: String?

    @Flag(help: "Run what is after --; post its start and end.")
    var run = false

    /// Refuses options that do not go together.
    func check(isQuestion: Bool, isLines: Bool) throws(ChatError) {
        let given = [
            ("--edit", edit != nil), ("--delete", delete != nil), ("--update", update != nil), ("--run", run),
            ("--ask", isQuestion),
        ].filter(\.1).map(\.0)
        guard given.count <= 1 else {
            throw ChatError(.usage, "\(given.joined(separator: " and ")) cannot be used together")
        }
        guard !isLines || given.isEmpty || given == ["--update"] else {
            throw ChatError(.usage, "\(given[0]) and --lines cannot be used together")
        }
        if let update, !(1...OutgoingMessage.keyLimit).contains(update.utf8.count) {
            throw ChatError(.usage, "the key of --update has 1 to \(OutgoingMessage.keyLimit) bytes")
        }
        guard replyTo == nil || (edit == nil && delete == nil && !run) else {
            throw ChatError(.usage, "--reply-to cannot be used with what changes another message")
        }
    }

    /// The message that is answered.
    func replyTo(_ place: MessagePlace) async throws -> Message.Seq? {
        guard let replyTo else { return nil }
        return try await place.seq(replyTo)
    }

    /// What the message does.
    func act(_ place: MessagePlace) async throws -> OutgoingMessage.Act {
        if let edit { return .edit(try await place.seq(edit)) }
        if let delete { return .delete(try await place.seq(delete)) }
        if let update { return .update(key: update) }
        return .post
    }
}
