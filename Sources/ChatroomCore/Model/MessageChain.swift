internal import Crypto

/// The hash chain over a conversation's log: each link is SHA-256(previous link, header, SHA-256(body)).
///
/// A flipped bit, a missing row or a changed word shows as a link that does not follow from the one before. Only the
/// body's digest enters a link, so a deleted body leaves the chain whole.
public enum MessageChain {
    /// What the first message of a conversation is linked to: 32 zero bytes.
    public static let start = [UInt8](repeating: 0, count: 32)

    /// SHA-256 of a body's UTF-8 bytes.
    public static func digest(ofBody body: String) -> [UInt8] {
        var body = body
        return body.withUTF8 { Array(SHA256.hash(data: UnsafeRawBufferPointer($0))) }
    }

    /// What enters the chain for a message's text and file: SHA-256 of the body, or of that digest and the file's
    /// description, if there is a file.
    ///
    /// The description is, big-endian: id (8 bytes), size (8), SHA-256 (32), the length of the type (1) and the type, the
    /// length of the name (1) and the name.
    public static func digest(of message: Message) -> [UInt8] {
        let body = digest(ofBody: message.body)
        guard let file = message.file else { return body }
        var bytes = body
        for number in [file.id.rawValue, file.size] { withUnsafeBytes(of: number.bigEndian) { bytes += $0 } }
        bytes += file.digest.bytes
        for word in [file.type, file.name.text] {
            bytes.append(UInt8(truncatingIfNeeded: word.utf8.count))
            bytes += word.utf8
        }
        return Array(SHA256.hash(data: bytes))
    }

    /// The link of a message, 32 bytes.
    ///
    /// The header is, in this order and big-endian: conversation (8 bytes), seq (8), id (16), time in milliseconds (8),
    /// the seq it replies to or 0 (8), the length of the kind's word (1) and the word, the length of the sender's name
    /// (1) and the name. What is more than a plain text goes on with the length of a word (1) and the word `text`, `edit`,
    /// `deletion` or `topic`, the seq that it changes or 0 (8), its deadline in milliseconds or 0 (8), and for each choice
    /// of a question its length (1) and its bytes.
    public static func link(
        after previous: [UInt8], of message: Message, in conversation: Conversation.ID, bodyDigest: [UInt8]
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(192)
        bytes += previous
        for number in [
            UInt64(bitPattern: conversation.rawValue), UInt64(bitPattern: message.seq), message.id.high, message.id.low,
            UInt64(bitPattern: message.time.milliseconds), UInt64(bitPattern: message.replyTo ?? 0),
        ] {
            withUnsafeBytes(of: number.bigEndian) { bytes += $0 }
        }
        for word in [message.kind.rawValue, message.sender.text] {
            bytes.append(UInt8(truncatingIfNeeded: word.utf8.count))
            bytes += word.utf8
        }
        append(extraOf: message, to: &bytes)
        bytes += bodyDigest
        return Array(SHA256.hash(data: bytes))
    }

    private static func append(extraOf message: Message, to bytes: inout [UInt8]) {
        let word: String
        switch message.entry {
        case .text where message.question == nil: return
        case .text: word = "text"
        case .edit: word = "edit"
        case .deletion: word = "deletion"
        case .topic: word = "topic"
        }
        bytes.append(UInt8(truncatingIfNeeded: word.utf8.count))
        bytes += word.utf8
        for number in [message.changes ?? 0, message.question?.deadline?.milliseconds ?? 0] {
            withUnsafeBytes(of: number.bigEndian) { bytes += $0 }
        }
        for choice in message.question?.choices ?? [] {
            bytes.append(UInt8(truncatingIfNeeded: choice.utf8.count))
            bytes += choice.utf8
        }
    }

    /// What is stored beside a message and enters the chain though it is no part of the message.
    public struct Beside: Hashable, Sendable {
        /// The key of an update.
        public var updateKey: String?
        /// SHA-256 of the numbers of the users that the message mentions, as it stands after this entry; `nil` for
        /// nobody.
        public var mentioned: [UInt8]?

        /// Makes a description of nothing.
        public init(updateKey: String? = nil, mentioned: [UInt8]? = nil) {
            self.updateKey = updateKey
            self.mentioned = mentioned
        }

        /// Whether there is nothing.
        public var isEmpty: Bool { updateKey == nil && mentioned == nil }

        /// Takes note of all users that a message mentions; each number enters the digest with 8 bytes, big-endian, the
        /// smallest first.
        public mutating func mention(_ users: Set<Int64>) {
            mentioned = users.isEmpty ? nil : MessageChain.digest(ofMentioned: users)
        }
    }

    /// SHA-256 of the numbers of users, each 8 bytes, big-endian, the smallest first.
    public static func digest(ofMentioned users: Set<Int64>) -> [UInt8] {
        var bytes: [UInt8] = []
        for user in users.sorted() { withUnsafeBytes(of: user.bigEndian) { bytes += $0 } }
        return Array(SHA256.hash(data: bytes))
    }

    /// The link of an entry that may have something beside its message.
    ///
    /// It is SHA-256 of the message's link, the length of the update's key (1) and the key, and the digest of whom the
    /// message mentions, if it mentions anybody. An entry that has nothing beside it keeps the message's link.
    public static func seal(_ link: [UInt8], with beside: Beside) -> [UInt8] {
        guard !beside.isEmpty else { return link }
        let key = beside.updateKey.map { Array($0.utf8) } ?? []
        var bytes = link
        bytes.append(UInt8(truncatingIfNeeded: key.count))
        bytes += key
        bytes += beside.mentioned ?? []
        return Array(SHA256.hash(data: bytes))
    }
}
