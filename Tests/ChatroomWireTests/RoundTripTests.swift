import ChatroomCore
import ChatroomWire
import NIOCore
import Testing

@testable import ChatroomTestSupport

/// What one end encodes the other decodes: the values that the golden frames do not have.
struct RoundTripTests {
    static let requests: [Request] = [
        .hello(Hello(versions: [], client: "")), .hello(Hello(versions: [1, .max, 0], client: "x\0y\n✓")),
        .register(Register(name: Sample.ci, password: "", kind: .script, label: "")),
        .register(Register(name: Sample.ci, password: "🦀", kind: .agent, label: "\u{202E}")),
        .login(Login(.password(name: "", password: "", label: ""))),
        .login(Login(.password(name: "not a name!", password: "\0", label: ""))),
        .changePassword(ChangePassword(old: "", new: "")), .revokeToken(Token.ID(rawValue: .min)),
        .send(OutgoingMessage(id: Sample.messageID, target: .lobby, body: "", replyTo: nil)),
        .send(OutgoingMessage(id: Sample.messageID, target: .lobby, body: "a\r\n\0e\u{301}", replyTo: .max)),
        .send(OutgoingMessage(id: Sample.messageID, target: .lobby, body: String(repeating: "é", count: 32_768))),
        .history(HistoryQuery(target: .lobby)), .history(HistoryQuery(target: .lobby, newest: 1, limit: 1)),
        .history(HistoryQuery(target: .lobby, after: .max, before: .max, newest: .max)),
        .history(
            HistoryQuery(target: .lobby, since: Timestamp(milliseconds: -1), until: Timestamp(milliseconds: .min))),
        .follow(Follow(target: .lobby, start: .after(.max))),
        .follow(Follow(target: .lobby, start: .since(Timestamp(milliseconds: 0)))),
        .unfollow(Conversation.ID(rawValue: .max)),
        .ack(Ack(conversation: Sample.conversation, cursor: Sample.deployer, seq: 0)),
        .send(OutgoingMessage(id: Sample.messageID, target: .lobby, body: "", replyTo: 1, act: .edit(.max))),
        .send(OutgoingMessage(id: Sample.messageID, target: .lobby, body: "", act: .delete(1))),
        .send(OutgoingMessage(id: Sample.messageID, target: .lobby, body: "", act: .update(key: " \n✓"))),
        .send(
            OutgoingMessage(
                id: Sample.messageID, target: .lobby, body: "?", replyTo: 7,
                act: .ask(choices: ["é", "🦀\u{202E}", "3"], within: .seconds(315_576_000)))),
        .who(Who()), .createRoom(CreateRoom(room: Sample.room, topic: String(repeating: "é", count: 256))),
        .setAway("\n\u{1B}[2J"), .watch(Watch(presence: true)),
        .claim(Claim(target: .lobby, cursor: .read, limit: 1000, start: .after(.max))),
        .claim(Claim(target: .lobby, cursor: .delivered, limit: 1, start: .since(Timestamp(milliseconds: .min)))),
        .settle(Settle(conversation: Conversation.ID(rawValue: .min), cursor: Sample.deployer, done: [])),
        .settle(
            Settle(
                conversation: Sample.conversation, cursor: Sample.deployer, done: Array(1...500),
                failed: Array(Message.Seq.max - 499 ... .max))),
        .verify(Verify(target: .direct(Sample.bob), after: .max)),
    ]

    @Test(arguments: requests)
    func aRequestArrivesAsItWasSent(request: Request) throws {
        let frame = try ClientFrame(decoding: request.frame(id: 7).payload)
        #expect(frame == ClientFrame(id: 7, request: request))
    }

    @Test(arguments: User.Kind.allCases, User.Role.allCases)
    func everyKindAndRoleOfUserArrives(kind: User.Kind, role: User.Role) throws {
        let user = User(name: Sample.alice, kind: kind, role: role)
        for idSecret in [nil, MessageID.Secret(bytes: Array(100..<132))] {
            let loggedIn = LoggedIn(
                user: user, token: Sample.secret, idSecret: idSecret, proof: LoginProof(bytes: Array(1...48)))
            let frame = ServerFrame.reply(1, .success(.loggedIn(loggedIn)))
            #expect(try ServerFrame.read(frame.encoded.payload) == frame)
        }
    }

    static let frames: [ServerFrame] = [
        .reply(.max, .success(.tokens([]))), .reply(1, .success(.present([]))),
        .reply(
            1, .success(.welcome(Welcome(version: .max, server: "", bodyLimit: 0, time: Timestamp(milliseconds: .min))))
        ),
        .reply(1, .success(.following(Following(conversation: Sample.conversation, position: 0, head: 0)))),
        .reply(
            1,
            .success(
                .present([PresentUser(name: Sample.ci, kind: .agent, sessions: 1, since: Sample.noon, idle: .zero)]))),
        .reply(1, .failure(ChatError(ChatError.Code(rawValue: "a-code-of-the-future"), "never seen"))),
        .reply(1, .failure(ChatError(.busy, "", retryAfter: .milliseconds(1)))),
        .reply(1, .success(.verified(Verified(through: .max, broken: .max, head: .max)))),
        .reply(1, .success(.markers(Markers(conversation: Sample.conversation, markers: [])))),
        .reply(1, .success(.room(Sample.emptyRoom))),
        .reply(1, .success(.found(Found(hits: [], next: .min)))),
        .event(.presenceChanged([])), .event(.ended(Conversation.ID(rawValue: .max), Sample.rateLimited)),
        .event(.goingAway(Sample.rateLimited)), .event(.posted(Sample.conversation, Sample.answer)),
    ]

    @Test(arguments: frames)
    func aServerFrameArrivesAsItWasSent(frame: ServerFrame) throws {
        #expect(try ServerFrame.read(frame.encoded.payload) == frame)
    }

    @Test(arguments: Sample.errorWords.map(\.0))
    func everyErrorArrives(code: ChatError.Code) throws {
        for error in [
            ChatError(code, "what"), ChatError(code, "what", hint: "do this", retryAfter: .milliseconds(1500)),
        ] {
            let frame = ServerFrame.reply(3, .failure(error))
            #expect(try ServerFrame.read(frame.encoded.payload) == frame)
        }
    }

    @Test func aFullPageArrives() throws {
        let messages = (1...HistoryQuery.largestPage).map { seq in
            Message(
                seq: Message.Seq(seq), id: Sample.messageID, sender: Sample.ci, kind: .script, time: Sample.noon,
                body: "line \(seq)", replyTo: seq == 1 ? nil : Message.Seq(seq - 1))
        }
        let page = HistoryPage(conversation: Sample.conversation, messages: messages, hasMore: true, head: 5000)
        let frame = ServerFrame.reply(2, .success(.page(page)))
        #expect(try ServerFrame.read(frame.encoded.payload) == frame)
    }

    @Test func aTextArrivesByteForByte() throws {
        // Equal as Swift strings, and two messages all the same.
        let composed = "\u{E9}"
        let decomposed = "e\u{301}"
        for body in [composed, decomposed] {
            let sent = Request.send(OutgoingMessage(id: Sample.messageID, target: .lobby, body: body))
            guard case .success(.send(let received)) = try ClientFrame(decoding: sent.frame(id: 1).payload).request
            else {
                Issue.record("not a send")
                continue
            }
            #expect(Array(received.body.utf8) == Array(body.utf8))
        }
    }

    @Test func aFrameIsAppendedToWhatTheBufferHolds() throws {
        var buffer = ByteBuffer()
        for id in 1...3 { try ClientFrame(id: UInt64(id), request: .ping).encode(into: &buffer) }
        let decoder = FrameDecoder(limit: 64)
        for id in 1...3 {
            let payload = try #require(try decoder.decode(buffer: &buffer))
            #expect(try ClientFrame(decoding: payload) == ClientFrame(id: UInt64(id), request: .ping))
        }
        #expect(buffer.readableBytes == 0)
    }

    @Test func theBytesOfAPostedMessageDoNotDependOnItsReader() {
        let event = ServerFrame.event(.posted(Sample.conversation, Sample.question))
        #expect(event.encoded == event.encoded)
    }
}
