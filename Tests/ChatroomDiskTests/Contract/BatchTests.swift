internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomTestSupport
internal import Testing

/// A batch of many messages is what as many batches of one are, and what every engine makes of it.
struct BatchTests {
    /// Random messages, of which many are sent again, answer, change and delete others, and use keys.
    private struct Source {
        var random: SeededRandom
        let scene: LogScene
        private var sent: [NewMessage] = []
        private var count = 0

        init(seed: UInt64, _ scene: LogScene) {
            random = SeededRandom(seed: seed)
            self.scene = scene
        }

        mutating func batch() -> [NewMessage] { (0..<Int.random(in: 1...12, using: &random)).map { _ in next() } }

        private mutating func next() -> NewMessage {
            if let again = sent.randomElement(using: &random), chance(5) { return again }
            count += 1
            let sender = chance(2) ? scene.alice : scene.bob
            let seq = Message.Seq.random(in: 0...Int64(min(count, 14) + 2), using: &random)
            let acts: [OutgoingMessage.Act] = [
                .post, .post, .edit(seq), .edit(seq), .delete(seq), .update(key: "key \(seq % 4)"),
                .update(key: "key \(seq % 4)"), .ask(choices: ["yes", "no"], within: .milliseconds(seq * 10)),
                .ask(choices: chance(8) ? ["same", "same"] : [], within: nil), .topic,
            ]
            let act = acts[Int.random(in: acts.indices, using: &random)]
            let words = ["hello", "@bob hi", "@alice", "@all listen", "@here", "e\u{301}", "\u{E9}", "@nobody.", ""]
            var body = words[Int.random(in: words.indices, using: &random)]
            if case .delete = act, !chance(9) { body = "" }
            let known = sent.randomElement(using: &random)?.id
            var new = NewMessage(
                conversation: [.lobby, scene.room, Conversation.ID(rawValue: 77)][chance(12) ? 2 : chance(2) ? 0 : 1],
                sender: sender, id: chance(20) ? known ?? id() : id(), body: body, replyTo: chance(3) ? seq : nil,
                act: act, mayModerate: sender == scene.alice && chance(2),
                rights: chance(3) ? nil : Int64.random(in: 0...2, using: &random))
            new.mostEdits = 3
            new.present = [scene.bob.id]
            sent.append(new)
            return new
        }

        private mutating func id() -> MessageID { MessageID(high: random.next(), low: random.next()) }

        private mutating func chance(_ count: Int) -> Bool { Int.random(in: 0..<count, using: &random) == 0 }
    }

    /// What an engine made of some batches.
    private struct Outcome: Equatable {
        var answers: [Answer] = []
        var entries: [[Message]] = []
        var chains: [[UInt8]?] = []
        var mentions: [[Message.Seq]] = []
    }

    private enum Answer: Equatable {
        case stored(Appended)
        case refused(ChatError)
    }

    private func run(_ engine: LogEngine, seed: UInt64, inOne: Bool, batches: Int) async throws -> Outcome {
        var bounds = StoreBounds()
        bounds.updateKeys = 3
        let scene = try await engine.open(bounds: bounds)
        try await scene.change(.join, scene.bob)
        var source = Source(seed: seed, scene)
        var outcome = Outcome()
        for number in 0..<batches {
            let batch = source.batch()
            let time = Int64(1000 + number * 7)
            let results = try await inOne ? scene.log.append(batch, at: time) : oneByOne(batch, at: time, scene)
            outcome.answers += results.map { result in
                switch result {
                case .success(let appended): .stored(appended)
                case .failure(let error): .refused(error)
                }
            }
        }
        for conversation in [Conversation.ID.lobby, scene.room] {
            outcome.entries.append(
                try await scene.log.entries(of: conversation).map { message in
                    var message = message
                    // Derived when it is read, from mentions, which are compared beside.
                    message.summons = nil
                    return message
                })
            outcome.chains.append(try await scene.log.chain(of: conversation))
            for account in [scene.alice, scene.bob] {
                outcome.mentions.append(try await scene.log.mentions(of: account, in: conversation))
            }
        }
        return outcome
    }

    private func oneByOne(
        _ batch: [NewMessage], at time: Int64, _ scene: LogScene
    ) async throws -> [Result<Appended, ChatError>] {
        var results: [Result<Appended, ChatError>] = []
        for new in batch { results += try await scene.log.append([new], at: time) }
        return results
    }

    @Test(arguments: 1...60 as ClosedRange<UInt64>)
    func oneBatchIsAsManyBatchesOfOneWithoutADatabase(seed: UInt64) async throws {
        let one = try await run(.dictionaries, seed: seed, inOne: true, batches: 25)
        #expect(try await run(.dictionaries, seed: seed, inOne: false, batches: 25) == one)
        #expect(one.entries.joined().contains { $0.entry != .text })
        #expect(one.answers.contains { if case .stored(let appended) = $0 { appended.isDuplicate } else { false } })
        #expect(one.answers.contains { if case .refused = $0 { true } else { false } })
    }

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func everyEngineMakesTheSameOfThem(seed: UInt64) async throws {
        let expected = try await run(.dictionaries, seed: seed, inOne: true, batches: 25)
        #expect(try await run(.sqlite, seed: seed, inOne: true, batches: 25) == expected)
        #expect(try await run(.sqlite, seed: seed, inOne: false, batches: 25) == expected)
    }
}
