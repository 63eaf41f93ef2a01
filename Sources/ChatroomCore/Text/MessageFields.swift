/// The parts of a message that several formats write alike.
public enum MessageFields {
    /// Appends an identity as text: `019ab0f2-7c11-7d3e-8a40-2f6f1f0c9b11`.
    public static func append(_ id: MessageID, to buffer: inout [UInt8]) {
        DecimalText.append(hexadecimal: id.high, digits: 0..<8, to: &buffer)
        buffer.append(UInt8(ascii: "-"))
        DecimalText.append(hexadecimal: id.high, digits: 8..<12, to: &buffer)
        buffer.append(UInt8(ascii: "-"))
        DecimalText.append(hexadecimal: id.high, digits: 12..<16, to: &buffer)
        buffer.append(UInt8(ascii: "-"))
        DecimalText.append(hexadecimal: id.low, digits: 0..<4, to: &buffer)
        buffer.append(UInt8(ascii: "-"))
        DecimalText.append(hexadecimal: id.low, digits: 4..<16, to: &buffer)
    }

    /// Appends a cursor: `ops:44`.
    public static func appendCursor(_ conversation: String, _ seq: Message.Seq, to buffer: inout [UInt8]) {
        buffer.append(contentsOf: conversation.utf8)
        buffer.append(UInt8(ascii: ":"))
        DecimalText.append(seq, to: &buffer)
    }

    /// What the entry is, in a word.
    public static func type(of message: Message) -> String {
        switch message.entry {
        case .text: "message"
        case .edit: "edit"
        case .deletion: "deletion"
        case .topic: "topic"
        }
    }
}
