import ChatroomCore
import Testing

extension Message {
    /// Message 44, of bob, 2026-11-22T17:07:47.204Z.
    static func sample(
        _ body: String, from sender: String = "bob", kind: User.Kind = .human,
        at milliseconds: Int64 = 1_795_367_267_204,
        replyTo: Message.Seq? = nil
    ) -> Message {
        do {
            return Message(
                seq: 44, id: try MessageID("019ab0f2-7c11-7d3e-8a40-2f6f1f0c9b11"), sender: try UserName(sender),
                kind: kind, time: Timestamp(milliseconds: milliseconds), body: body, replyTo: replyTo)
        } catch {
            fatalError("a sample is valid: \(error)")
        }
    }
}

extension Target {
    /// The room `ops`.
    static var ops: Target { (try? Target("ops")) ?? .lobby }
}
