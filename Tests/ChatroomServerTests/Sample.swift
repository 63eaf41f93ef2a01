import ChatroomCore
import ChatroomStore
import ChatroomTestSupport
import ChatroomWire

@testable import ChatroomServer

/// Values that tests need and do not look at.
enum Sample {
    static let identity = Identity(account: account, token: Token.ID(rawValue: 3))
    static let account = account("alice", number: 1)
    static let conversation = Conversation.ID(rawValue: 1)
    static let time = Timestamp(milliseconds: 1_795_366_800_000)
    static let room = valid { try RoomName("ops") }
    static let cursor = valid { try Cursor.Name("read") }
    static let secret = valid { try Token.Secret(String(repeating: "0a", count: 32)) }
    static let registration = Register(
        name: name("alice"), password: InProcessServer.password, kind: .human, label: "test")

    static func name(_ text: String) -> UserName { valid { try UserName(text) } }

    static func account(_ name: String, number: Int64) -> Account {
        Account(
            id: Account.ID(rawValue: number), user: User(name: self.name(name), kind: .human, role: .member))
    }

    static func messageID(_ number: Int) -> MessageID {
        MessageID(high: 0x0123_4567_89AB_7000, low: 0x8000_0000_0000_0000 | UInt64(number))
    }

    static func new(_ number: Int, from sender: Account = account, body: String? = nil) -> NewMessage {
        NewMessage(
            conversation: conversation, sender: sender, id: messageID(number), body: body ?? "message \(number)")
    }

    static func stored(_ seq: Message.Seq, body: String? = nil) -> Message {
        Message(
            seq: seq, id: messageID(Int(seq)), sender: name("alice"), kind: .human, time: time,
            body: body ?? "message \(seq)")
    }

    /// A run of messages.
    static func run(_ seqs: ClosedRange<Message.Seq>, bodyBytes: Int? = nil) -> EncodedRun {
        let body = bodyBytes.map { String(repeating: "x", count: $0) }
        var run = Run(stored(seqs.lowerBound, body: body), in: conversation)
        for seq in seqs.dropFirst() { run.append(stored(seq, body: body)) }
        return EncodedRun(run, by: WireOutlet.encode)
    }

    private static func valid<Value>(_ make: () throws -> Value) -> Value {
        do { return try make() } catch { fatalError("a sample is not valid: \(error)") }
    }
}

extension NewAccount {
    /// An account that is no administrator.
    static func made(_ name: String, hash: String = "none") -> NewAccount {
        var random = SystemRandomNumberGenerator()
        return NewAccount(
            name: Sample.name(name), kind: .human, passwordHash: hash, mayAdminister: false,
            idSecret: MessageID.Secret(using: &random))
    }
}
