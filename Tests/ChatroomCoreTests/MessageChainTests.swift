import ChatroomCore
import Testing

struct MessageChainTests {
    /// Both links were computed by a program of another language from the doc comment of ``MessageChain/link``.
    static let links = [
        "65989bac09d343dc2d8826e61eb3dccf98b2492da3fd0198a84d245aebded193",
        "40eaf50ba653a6cf09e3c5984b0a75a2d758b8d21966eecc0d59d2f9bb4cb3eb",
    ]

    @Test func theLinksAreThoseOfTheDescription() {
        #expect(chain([Sample.question, Sample.answer]).map { hex($0) } == Self.links)
    }

    @Test func aBodysDigestIsThatOfItsBytes() {
        #expect(
            hex(MessageChain.digest(ofBody: "build is green ✓"))
                == "3e477a834ca6477e065c54802841c45ed0bd437b11dc75825153b2a96030d7e5")
        #expect(hex(MessageChain.digest(ofBody: "")).hasPrefix("e3b0c44298fc1c14"))
        #expect(MessageChain.digest(ofBody: "e\u{301}") != MessageChain.digest(ofBody: "\u{E9}"))
    }

    @Test func anyOtherWordGivesAnotherLink() {
        let message = Sample.answer
        let changed = [
            copy(seq: 45), copy(sender: Sample.bob), copy(kind: .script), copy(time: Sample.noon), copy(body: "greem"),
            copy(replyTo: 42), copy(replyTo: nil),
        ]
        let links = Set(([message] + changed).map { hex(link($0)) })
        #expect(links.count == changed.count + 1)
        let digest = MessageChain.digest(ofBody: message.body)
        let elsewhere = MessageChain.link(
            after: MessageChain.start, of: message, in: Conversation.ID(rawValue: 3), bodyDigest: digest)
        #expect(elsewhere != link(message))
    }

    @Test func aLinkFollowsFromTheOneBefore() {
        let all = chain([Sample.question, Sample.answer])
        #expect(all[1] != link(Sample.answer))
    }

    private func chain(_ messages: [Message]) -> [[UInt8]] {
        var links: [[UInt8]] = []
        for message in messages {
            links.append(link(message, after: links.last ?? MessageChain.start))
        }
        return links
    }

    private func link(_ message: Message, after previous: [UInt8] = MessageChain.start) -> [UInt8] {
        MessageChain.link(
            after: previous, of: message, in: Sample.conversation,
            bodyDigest: MessageChain.digest(ofBody: message.body))
    }

    private func copy(
        seq: Message.Seq = Sample.answer.seq, sender: UserName = Sample.ci, kind: User.Kind = .agent,
        time: Timestamp = Sample.later, body: String = Sample.answer.body, replyTo: Message.Seq? = 43
    ) -> Message {
        Message(
            seq: seq, id: Sample.messageID, sender: sender, kind: kind, time: time, body: body, replyTo: replyTo)
    }
}
