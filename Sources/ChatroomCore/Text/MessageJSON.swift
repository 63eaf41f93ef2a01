/// A message as one line of JSON, as chatroom-json(5) describes it; keys are only ever added.
public enum MessageJSON {
    /// Appends a message and its line feed.
    public static func append(_ message: Message, in target: Target, to buffer: inout [UInt8]) {
        let conversation = target.description
        JSONObject.append(to: &buffer) { object in
            object.set("v", 1)
            object.set("type", MessageFields.type(of: message))
            object.set("id", plain: { MessageFields.append(message.id, to: &$0) })
            object.set("seq", message.seq)
            object.set("time", plain: { RFC3339.append(message.time, to: &$0) })
            object.set("conversation", conversation)
            object.set("from", message.sender.text)
            object.set("kind", message.kind.rawValue)
            object.set("text", message.body)
            object.set("mentions", Mentions.names(in: message.body).map(\.text))
            object.set("replyTo", message.replyTo)
            if let file = message.file {
                object.set("file", object: { set(file, in: &$0) })
            } else {
                object.setNull("file")
            }
            object.set("cursor", plain: { MessageFields.appendCursor(conversation, message.seq, to: &$0) })
            appendRest(of: message, to: &object)
        }
        buffer.append(UInt8(ascii: "\n"))
    }

    /// What is known of a file.
    private static func set(_ file: Attachment, in object: inout JSONObject) {
        object.set("id", file.id.description)
        object.set("name", file.name.text)
        object.set("size", file.size)
        object.set("type", file.type)
        object.set("sha256", file.digest.description)
    }

    /// What few messages have.
    private static func appendRest(of message: Message, to object: inout JSONObject) {
        if let changes = message.changes { object.set("changes", changes) }
        if let edited = message.edited { object.set("edited", RFC3339.text(edited)) }
        if message.isDeleted { object.set("deleted", true) }
        if message.isLate { object.set("late", true) }
        if let summons = message.summons { object.set("summons", summons.rawValue) }
        if let question = message.question, !message.isDeleted {
            object.set("choices", question.choices)
            object.set("deadline", question.deadline.map { RFC3339.text($0) })
        }
    }
}
