import ChatroomCore
import Testing

@testable import ChatroomTestSupport

struct MessageChainTests {
    /// Both links were computed by a program of another language from the doc comment of ``MessageChain/link``.
    static let links = [
        "65989bac09d343dc2d8826e61eb3dccf98b2492da3fd0198a84d245aebded193",
        "40eaf50ba653a6cf09e3c5984b0a75a2d758b8d21966eecc0d59d2f9bb4cb3eb",
    ]

    @Test func theLinksAreThoseOfTheDescription() {
        #expect(chain([Sample.question, Sample.answer]).map { hex($0) } == Self.links)
    }

    /// Links of entries that are alone in their log, computed in the same way.
    static let entries = [
        (Sample.entry(43), "e11047cbc76b6e623766378472cfb79898ac3f7dc54dc24b16eeeb366dd68cc0"),
        (Sample.entry(45, .edit(of: 43)), "c12c50e2de1b90f7bbb0b46026026f28e93d0c33addebfc334fd95dbeee8e22d"),
        (
            Sample.entry(46, .deletion(of: 43), body: ""),
            "ad1e66cd8319e200b5d013e12e2e52b8efdc6363aae9c4bae9a2dc33ea5cd4be"
        ),
        (Sample.entry(47, .topic), "d5f5af52f7079cfc7cdae4684a708ce57ef494ddd8cb833569433c7f7754b646"),
        (Sample.entry(48, asks: Sample.choice), "7a384912e544cd304a3c095677dce847cd13c4567a388fc7039d29a6f5b5d96a"),
        (Sample.entry(49, asks: Sample.anyText), "d574fe4b803bf2f0a22445b3e24fe12c422b3a58d6bebf5b6b58fa4ce0f34825"),
    ]

    @Test(arguments: entries)
    func theLinkOfAnyEntryIsThatOfTheDescription(message: Message, expected: String) {
        #expect(hex(link(message)) == expected)
    }

    @Test func whatAnEntryIsShowsInItsLink() throws {
        let asked = try Question(choices: ["yes", "no"])
        let other = try Question(choices: ["yesn", "o"])
        let later = try Question(choices: ["yes", "no"], deadline: Sample.noon)
        let entries = [
            Sample.entry(45), Sample.entry(45, .edit(of: 43)), Sample.entry(45, .edit(of: 44)),
            Sample.entry(45, .deletion(of: 43)), Sample.entry(45, .topic), Sample.entry(45, asks: Sample.anyText),
            Sample.entry(45, asks: asked), Sample.entry(45, asks: other), Sample.entry(45, asks: later),
        ]
        #expect(Set(entries.map { hex(link($0)) }).count == entries.count)
    }

    @Test func whatALaterEntryDidDoesNotShowInALink() {
        let plain = Sample.entry(44)
        let seen = Sample.changed(plain) { message in
            message.isLate = true
            message.isDeleted = true
            message.edited = Sample.muchLater
        }
        #expect(link(seen) == link(plain))
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
