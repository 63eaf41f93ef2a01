import ChatroomClient
import ChatroomCore
import ChatroomTestSupport
import Testing

/// Edits, deletions, updates and answers, as those see them who follow and who read later.
@Suite(.timeLimit(.minutes(1)))
struct ChangesTests {
    @Test func followersGetEachChangeInOrder() async throws {
        try await Self.with { server, crowd in
            try await Listener.with(server, crowd.credential("bob")) { bob in
                try await bob.follow("ops")
                let alice = crowd.alice
                try await alice.say("frist", in: "ops")
                try await alice.say("other", in: "ops")
                try await alice.say("first", in: "ops", act: .edit(1))
                try await alice.say("", in: "ops", act: .delete(2))
                try await alice.say("first!", in: "ops", act: .edit(1))
                try await crowd.host.say("all about fruit", in: "ops", act: .topic)
                try await alice.say("fence", in: "ops")
                let events = try await bob.events(untilPosted: "fence")
                let live = events.compactMap { if case .posted(_, let message) = $0 { message } else { nil } }
                #expect(live.map(\.seq) == Array(1...6))
                #expect(
                    live.map(\.entry) == [.text, .text, .edit(of: 1), .deletion(of: 2), .edit(of: 1), .topic])
                #expect(live.map(\.body) == ["frist", "other", "first", "", "first!", "all about fruit"])
                // Whoever comes later gets the same, but for what was deleted.
                let stored = try await crowd.bob.read("ops") { $0.isUnfolded = true }.dropLast()
                #expect(stored.map(\.entry) == live.map(\.entry))
                #expect(stored.map(\.body) == ["frist", "", "first", "", "first!", "all about fruit"])
                let folded = try await crowd.bob.read("ops")
                #expect(folded.map(\.seq) == [1, 2, 6, 7])
                #expect(folded.map(\.body) == ["first!", "", "all about fruit", "fence"])
                #expect(folded.map(\.isDeleted) == [false, true, false, false])
                #expect(folded[0].edited == live[4].time)
                let topic = try await crowd.bob.summary("ops")?.topic
                #expect(topic == "all about fruit")
            }
        }
    }

    @Test func nobodyEditsWhatOthersSaid() async throws {
        try await Self.with { _, crowd in
            try await crowd.bob.say("mine", in: "ops")
            try await crowd.alice.say("hers", in: "ops")
            for person in [crowd.alice, crowd.mod, crowd.host, crowd.root] {
                try await expect(.notAllowed) { try await person.say("yours", in: "ops", act: .edit(1)) }
            }
            try await expect(.notAllowed) { try await crowd.alice.say("", in: "ops", act: .delete(1)) }
            try await crowd.bob.say("", in: "ops", act: .delete(1))
            try await crowd.mod.say("", in: "ops", act: .delete(2))
            let messages = try await crowd.alice.read("ops")
            #expect(messages.map(\.isDeleted) == [true, true])
            #expect(messages.map(\.body) == ["", ""])
        }
    }

    @Test func onlyAMessageOfItsOwnCanBeChanged() async throws {
        try await Self.with { _, crowd in
            let alice = crowd.alice
            try await alice.say("one", in: "ops")
            try await alice.say("two", in: "ops", act: .edit(1))
            try await expect(.invalid) { try await alice.say("three", in: "ops", act: .edit(2)) }
            try await expect(.notFound) { try await alice.say("three", in: "ops", act: .edit(9)) }
            try await alice.say("", in: "ops", act: .delete(1))
            try await expect(.notFound) { try await alice.say("four", in: "ops", act: .edit(1)) }
            try await expect(.notFound) { try await alice.say("", in: "ops", act: .delete(1)) }
            // Nor one of another conversation.
            try await alice.say("elsewhere", in: "lobby")
            try await expect(.notFound) { try await alice.say("here", in: "@bob", act: .edit(1)) }
            let found = try await alice.search(Search(terms: [SearchTerm(text: "two")]))
            #expect(found.hits.isEmpty)
        }
    }

    @Test func anUpdateReplacesInPlace() async throws {
        try await Self.with { _, crowd in
            for body in ["10 %", "50 %", "100 %"] {
                try await crowd.alice.say(body, in: "ops", act: .update(key: "build"))
            }
            try await crowd.bob.say("bob's", in: "ops", act: .update(key: "build"))
            try await crowd.alice.say("another", in: "ops", act: .update(key: "tests"))
            try await crowd.alice.say("elsewhere", in: "lobby", act: .update(key: "build"))
            let messages = try await crowd.bob.read("ops")
            #expect(messages.map(\.seq) == [1, 4, 5])
            #expect(messages.map(\.body) == ["100 %", "bob's", "another"])
            let entries = try await crowd.bob.read("ops") { $0.isUnfolded = true }
            #expect(entries.map(\.changes) == [nil, 1, 1, nil, nil])
            for key in ["", String(repeating: "k", count: 65), "\0"] {
                try await expect(.invalid) { try await crowd.alice.say("x", in: "ops", act: .update(key: key)) }
            }
        }
    }

    @Test func anAnswerThatComesTooLateIsMarked() async throws {
        try await Self.with { server, crowd in
            let ask = OutgoingMessage.Act.ask(choices: ["yes", "no"], within: .milliseconds(1))
            let asked = try await crowd.alice.say("deploy?", in: "ops", act: ask)
            let patient = OutgoingMessage.Act.ask(choices: [], within: .seconds(3600))
            let open = try await crowd.alice.say("why?", in: "ops", act: patient)
            let questions = try await crowd.bob.read("ops").map(\.question)
            #expect(questions[0]?.choices == ["yes", "no"])
            #expect(questions[0]?.deadline == Timestamp(milliseconds: asked.time.milliseconds + 1))
            try await Listener.with(server, crowd.credential("carol")) { carol in
                try await carol.follow("ops")
                try await eventually("a later millisecond") {
                    let answer = try await crowd.bob.say("yes", in: "ops", replyTo: asked.seq)
                    return answer.time.milliseconds > asked.time.milliseconds + 1
                }
                try await crowd.bob.say("because", in: "ops", replyTo: open.seq)
                try await crowd.bob.say("fence", in: "ops")
                let live = try await carol.events(untilPosted: "fence").compactMap {
                    if case .posted(_, let message) = $0 { message } else { nil }
                }
                #expect(live.dropLast().last?.isLate == true)
                #expect(live.last?.isLate == false)
                let stored = try await crowd.bob.read("ops")
                #expect(stored.dropFirst(2).dropLast() == live[...])
            }
        }
    }

    /// Runs something with a room of an owner, a moderator and others.
    private static func with(_ body: (InProcessServer, Crowd) async throws -> Void) async throws {
        try await InProcessServer.with { server in
            try await Crowd.with(server, "host", "mod", "alice", "bob", "carol") { crowd in
                try await crowd.host.make("ops")
                for member in [crowd.mod, crowd.alice, crowd.bob] { try await member.change("ops", .join) }
                try await crowd.host.change("ops", .makeModerator, "mod")
                try await body(server, crowd)
            }
        }
    }
}
