internal import ChatroomCore

/// A message as one line of JSON, as chatroom-json(5) describes it; keys are only ever added.
enum JSONFormat {
    /// Appends a message and its line feed.
    static func append(_ message: Message, in target: Target, to buffer: inout [UInt8]) {
        let conversation = target.description
        JSONObject.append(to: &buffer) { object in
            object.set("v", 1)
            object.set("type", "message")
            object.set("id", plain: { MessageFields.append(message.id, to: &$0) })
            object.set("seq", message.seq)
            object.set("time", plain: { TimeText.appendRFC3339(message.time, to: &$0) })
            object.set("conversation", conversation)
            object.set("from", message.sender.text)
            object.set("kind", message.kind.rawValue)
            object.set("text", message.body)
            object.set("mentions", Mentions.names(in: message.body).map(\.text))
            object.set("replyTo", message.replyTo)
            object.setNull("file")
            object.set("cursor", plain: { MessageFields.appendCursor(conversation, message.seq, to: &$0) })
        }
        buffer.append(UInt8(ascii: "\n"))
    }
}
