internal import ChatroomCore

/// What a run of log entries comes to: messages to add, and earlier ones to change, each at most once.
struct SearchBatch {
    struct Key: Hashable {
        let conversation: Conversation.ID
        let seq: Message.Seq
    }

    /// The messages of the run that it does not delete itself, with their last text.
    private(set) var added: [Key: (entry: SearchEntry, body: String)] = [:]
    /// The last text of messages from before the run; `nil` of a deleted one.
    private(set) var changed: [Key: String?] = [:]
    /// Where each conversation stands after the run.
    private(set) var positions: [Conversation.ID: Message.Seq]

    /// Takes entries up, in their order.
    ///
    /// - Parameters:
    ///   - entries: The entries; one at or before its conversation's position is skipped.
    ///   - positions: Where the conversations of the entries stand; 0 if missing.
    /// - Throws: ``ChatError`` with code `internal` when an entry of a conversation is missing.
    init(_ entries: [SearchEntry], after positions: [Conversation.ID: Message.Seq]) throws(ChatError) {
        self.positions = positions
        for entry in entries {
            let position = self.positions[entry.conversation, default: 0]
            guard entry.seq > position else { continue }
            guard entry.seq == position + 1 else {
                throw ChatError(
                    .internalError,
                    "the search index was given entry \(entry.seq) of conversation \(entry.conversation) "
                        + "after entry \(position)")
            }
            self.positions[entry.conversation] = entry.seq
            switch entry.change {
            case .message(let body):
                added[Key(conversation: entry.conversation, seq: entry.seq)] = (entry, body)
            case .edit(of: let seq, let body):
                change(Key(conversation: entry.conversation, seq: seq), to: body, after: positions)
            case .deletion(of: let seq):
                change(Key(conversation: entry.conversation, seq: seq), to: nil, after: positions)
            case .other: break
            }
        }
    }

    private mutating func change(
        _ key: Key, to body: String?, after positions: [Conversation.ID: Message.Seq]
    ) {
        if key.seq > positions[key.conversation, default: 0] {
            // A message of this run; what is not there is an edit itself, or was deleted.
            if let body { added[key]?.body = body } else { added[key] = nil }
        } else if changed[key] != .some(nil) {
            changed.updateValue(body, forKey: key)
        }
    }
}
