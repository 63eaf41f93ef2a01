import ChatroomClient
import ChatroomCore
import ChatroomServer
import ChatroomTestSupport
import Testing

/// Files are bounded in size, number and time.
@Suite(.timeLimit(.minutes(1)))
struct FileLimitTests {
    private func with(_ limits: [String], _ body: @escaping (Crowd) async throws -> Void) async throws {
        var set = Limits()
        for limit in limits { try set.set(limit) }
        let chosen = set
        try await InProcessServer.with(adjust: { $0.limits = chosen }, run(body))
    }

    private func run(_ body: @escaping (Crowd) async throws -> Void) -> (InProcessServer) async throws -> Void {
        { server in try await Crowd.with(server, "alice", "bob") { crowd in try await body(crowd) } }
    }

    @Test func aFileThatIsTooLargeIsRefusedAtOnceOrWhenItShows() async throws {
        try await with(["file-bytes=10"]) { crowd in
            #expect(await code { _ = try await crowd.alice.beginFile(size: 11) } == .tooLarge)
            let stream = try await crowd.alice.beginFile().file
            try await crowd.alice.put("1234567890", to: stream)
            #expect(await code { try await crowd.alice.put("1", to: stream, at: 10) } == .tooLarge)
            try await crowd.alice.finish(stream, "1234567890")
        }
    }

    @Test func aUserKeepsSoMuchAndNoMore() async throws {
        try await with(["file-bytes-per-user=10"]) { crowd in
            let file = try await crowd.alice.upload("123456")
            try await crowd.alice.bring(file)
            #expect(await code { _ = try await crowd.alice.beginFile(size: 5) } == .quotaExceeded)
            // What no size was told of shows when it comes.
            let stream = try await crowd.alice.beginFile().file
            #expect(await code { try await crowd.alice.put("12345", to: stream) } == .quotaExceeded)
            try await crowd.alice.put("1234", to: stream)
            #expect(await code { try await crowd.alice.put("5", to: stream, at: 4) } == nil)
            #expect(await code { try await crowd.alice.finish(stream, "12345") } == .quotaExceeded)
            #expect(try await crowd.bob.upload("1234567890") != file)
        }
    }

    @Test func allUsersTogetherKeepSoMuch() async throws {
        try await with(["file-bytes-in-all=10"]) { crowd in
            _ = try await crowd.alice.upload("123456")
            #expect(await code { _ = try await crowd.bob.beginFile(size: 5) } == .quotaExceeded)
        }
    }

    @Test func filesThatAreToldOfLeaveRoomForThoseThatCome() async throws {
        try await with(["file-bytes-in-all=10"]) { crowd in
            for _ in 0..<6 { _ = try await crowd.alice.beginFile(size: 10) }
            let file = try await crowd.bob.upload("123456")
            try await crowd.bob.bring(file)
            #expect(await code { _ = try await crowd.alice.beginFile(size: 5) } == .quotaExceeded)
        }
    }

    @Test func aUserHasSoManyFilesOnTheirWay() async throws {
        try await with(["uploads-per-user=2"]) { crowd in
            let first = try await crowd.alice.beginFile("1").file
            _ = try await crowd.alice.beginFile("2")
            #expect(await code { _ = try await crowd.alice.beginFile("3") } == .quotaExceeded)
            try await crowd.alice.put("hello", to: first)
            try await crowd.alice.finish(first, "hello")
            _ = try await crowd.alice.beginFile("3")
        }
    }

    @Test func aDiskThatIsNearlyFullTakesNoFileAndChatGoesOn() async throws {
        try await with(["free-space-percent=99"]) { crowd in
            let error = await #expect(throws: ChatError.self) { try await crowd.alice.beginFile(size: 5) }
            #expect(error?.code == .storageFull && error?.retryAfter != nil)
            try await crowd.alice.say("still here", in: "lobby")
        }
    }

    @Test func aConnectionHasSoManyFilesOpen() async throws {
        try await with([]) { crowd in
            for number in 0..<16 { _ = try await crowd.alice.beginFile("\(number)") }
            #expect(await code { _ = try await crowd.alice.beginFile("16") } == .busy)
        }
    }

    @Test func aFileGoesWhenItsTimeIsOver() async throws {
        try await with([]) { crowd in
            let file = try await crowd.alice.upload("hello", expires: .milliseconds(1))
            try await crowd.alice.bring(file)
            // Its bytes are not given even before they are swept.
            try await eventually("the end of the file") {
                await code { _ = try await crowd.bob.fetch(file) } == .notFound
            }
        }
    }
}
