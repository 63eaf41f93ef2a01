internal import ChatroomCore

/// What a stream has shown lately, so that what is said about a message can name it by its words.
struct SaidMessages {
    /// What is kept of a message.
    struct Said: Equatable {
        let sender: UserName
        let time: Timestamp
        /// How its text begins, safe for a terminal.
        var excerpt: String
    }

    private struct Key: Hashable {
        let target: Target
        let seq: Message.Seq
    }

    /// How many messages are kept, and how many columns of each.
    private static let (limit, columns) = (1_000, 24)

    private var said: [Key: Said] = [:]
    private var order: [Key] = []
    /// Where in ``order`` the oldest one stands.
    private var oldest = 0

    /// The message, if it is still known.
    subscript(seq: Message.Seq, in target: Target) -> Said? { said[Key(target: target, seq: seq)] }

    /// Takes an entry of a log: a message is kept, an edit replaces its words, a deletion takes them away.
    mutating func note(_ message: Message, in target: Target) {
        switch message.entry {
        case .text:
            let key = Key(target: target, seq: message.seq)
            if said[key] == nil { make(key) }
            said[key] = Said(sender: message.sender, time: message.time, excerpt: Self.excerpt(of: message))
        case .edit(let seq):
            said[Key(target: target, seq: seq)]?.excerpt = Self.excerpt(message.body)
        case .deletion(let seq): said[Key(target: target, seq: seq)]?.excerpt = "deleted"
        case .topic: break
        }
    }

    private static func excerpt(of message: Message) -> String {
        if message.isDeleted { return "deleted" }
        return excerpt(message.body.isEmpty ? message.file?.name.text ?? "" : message.body)
    }

    /// The brackets in which it will stand are not to be closed by what others wrote.
    private static func excerpt(_ text: String) -> String {
        String(TerminalText.excerpt(text, columns: columns).map { $0 == "[" ? "(" : $0 == "]" ? ")" : $0 })
    }

    /// Makes room for one more.
    private mutating func make(_ key: Key) {
        guard order.count == Self.limit else { return order.append(key) }
        said[order[oldest]] = nil
        order[oldest] = key
        oldest = (oldest + 1) % Self.limit
    }
}
