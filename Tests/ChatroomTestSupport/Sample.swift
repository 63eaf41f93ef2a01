internal import ChatroomCore

/// Values that many tests use.
enum Sample {
    static let alice = valid { () throws(ChatError) in try UserName("alice") }
    static let bob = valid { () throws(ChatError) in try UserName("bob") }
    static let ci = valid { () throws(ChatError) in try UserName("ci") }
    static let ops = valid { () throws(ChatError) in try Target("ops") }
    static let room = valid { () throws(ChatError) in try RoomName("ops") }
    static let builds = valid { () throws(ChatError) in try RoomName("builds") }
    static let bot = valid { () throws(ChatError) in try UserName("deploy.bot") }
    static let deployer = valid { () throws(ChatError) in try Cursor.Name("deployer") }
    static let messageID = valid { () throws(ChatError) in try MessageID("019ab0f2-7c11-7d3e-8a40-2f6f1f0c9b11") }
    /// The bytes `0123456789abcdef0123456789abcdef` as ASCII.
    static let secret = valid { () throws(ChatError) in
        try Token.Secret(String(repeating: "30313233343536373839616263646566", count: 2))
    }
    /// 2026-11-22T17:00:00Z.
    static let noon = Timestamp(milliseconds: 1_795_366_800_000)
    static let later = Timestamp(milliseconds: 1_795_366_827_204)
    static let conversation = Conversation.ID(rawValue: 2)
    static let question = Message(
        seq: 43, id: messageID, sender: bob, kind: .human, time: later, body: "@alice can you look?")
    static let answer = Message(
        seq: 44, id: messageID, sender: ci, kind: .agent, time: later, body: "green", replyTo: 43)
    static let laptop = Token(
        id: Token.ID(rawValue: 3), label: "laptop", created: noon, lastUsed: later, isCurrent: true)
    static let unused = Token(
        id: Token.ID(rawValue: 4), label: "", created: Timestamp(milliseconds: 0),
        lastUsed: Timestamp(milliseconds: 0), isCurrent: false)
    static let present = PresentUser(name: alice, kind: .human, sessions: 2, since: noon, idle: .seconds(90))
    static let rateLimited = ChatError(
        .rateLimited, "sending too fast to ops", hint: "Wait.", retryAfter: .milliseconds(2400))

    /// Every code with the word that scripts compare; a word never changes.
    static let errorWords: [(ChatError.Code, String)] = [
        (.invalid, "invalid"), (.tooLarge, "too-large"), (.notFound, "not-found"), (.exists, "exists"),
        (.idReused, "id-reused"), (.notLoggedIn, "not-logged-in"), (.notAllowed, "not-allowed"),
        (.wrongCredentials, "wrong-credentials"), (.rateLimited, "rate-limited"), (.busy, "busy"),
        (.storageFull, "storage-full"), (.readOnly, "read-only"), (.storage, "storage"),
        (.unknownRequest, "unknown-request"), (.protocolViolation, "protocol-violation"),
        (.protocolMismatch, "protocol-mismatch"), (.internalError, "internal"), (.shuttingDown, "shutting-down"),
        (.unreachable, "unreachable"), (.keyChanged, "key-changed"), (.keyUnknown, "key-unknown"),
        (.timedOut, "timed-out"), (.waitedInVain, "waited-in-vain"), (.configuration, "configuration"),
        (.fileMissing, "file-missing"), (.fileAccess, "file-access"), (.usage, "usage"),
        (.nothingFound, "nothing-found"), (.interrupted, "interrupted"), (.commandMissing, "command-missing"),
        (.commandNotRun, "command-not-run"),
    ]

    static let choice = valid { () throws(ChatError) in
        try Question(choices: ["yes", "no"], deadline: Timestamp(milliseconds: 1_795_366_900_000))
    }
    static let anyText = valid { () throws(ChatError) in try Question(choices: []) }

    static let file = FileID(rawValue: 44) ?? valid { () throws(ChatError) in try FileID("f_0000000001") }
    static let dump = valid { () throws(ChatError) in try FileName("dump.sql") }
    /// The bytes `0123456789abcdef0123456789abcdef` as ASCII.
    static let digest = valid { () throws(ChatError) in
        guard let digest = FileDigest(bytes: "0123456789abcdef0123456789abcdef".utf8) else {
            throw ChatError(.invalid, "no digest")
        }
        return digest
    }
    static let attachment = Attachment(
        id: file, name: dump, type: "application/sql", size: 62_900_000, digest: digest)

    private static func valid<Value>(_ make: () throws(ChatError) -> Value) -> Value {
        do {
            return try make()
        } catch {
            preconditionFailure("a sample is invalid: \(error)")
        }
    }
}

/// The bytes that hexadecimal digits stand for; what is no digit is skipped.
func bytes(hex: String) -> [UInt8] {
    let digits = hex.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}

/// Bytes as hexadecimal digits.
func hex(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
}
