import ChatroomClient
import ChatroomCore
import ChatroomDisk
import ChatroomStore
import ChatroomTestSupport
import Logging
import Testing

@testable import ChatroomServer

/// A server whose clock is wrong erases nothing and stamps nothing with it.
@Suite(.timeLimit(.minutes(1)))
struct ClockTests {
    private static let year: Duration = .seconds(400 * 86_400)

    @Test func aServerThatIsStartedAheadErasesNothing() async throws {
        let (directory, clock) = (try ScratchDirectory(), ManualClock())
        try await Self.with(directory, clock) { server, store in
            try await Crowd.with(server) { crowd in
                for room in ["ops", "old"] { try await crowd.root.make(room) }
                try await crowd.root.configure("ops") { $0.retain = .seconds(60) }
                for number in 1...20 { try await crowd.root.say("\(number)", in: "ops") }
                try await crowd.root.say("removed", in: "old")
                _ = try await crowd.root.ask(.removeRoom(try RoomName("old")))
                _ = try await crowd.root.beginFile()
            }
            _ = store
        }
        clock.jumpWallClock(by: Self.year)
        try await Self.with(directory, clock) { _, store in
            // What is erased whatever the time is shows that the server has looked.
            try await eventually("the removed room's end") {
                try await store.log.floor(of: Conversation.ID(rawValue: 3)) == 1
            }
            #expect(try await store.log.floor(of: Conversation.ID(rawValue: 2)) == 0)
            let root = try #require(try await store.accounts.account(named: try UserName("root"))).account
            #expect(try await store.files.pendingFiles(of: root.id).count == 1)
        }
        // Confirmed, they go.
        try directory.write("data/\(ClockWatch.confirmation)", [])
        try await Self.with(directory, clock) { _, store in
            try await eventually("what is old to go") {
                try await store.log.floor(of: Conversation.ID(rawValue: 2)) == 20
            }
        }
    }

    @Test func aClockThatJumpsStampsNothing() async throws {
        let (directory, clock) = (try ScratchDirectory(), ManualClock())
        try await Self.with(directory, clock) { server, _ in
            try await Crowd.with(server) { crowd in
                let first = try await crowd.root.say("right", in: "lobby").time
                #expect(first == clock.wallClock())
                clock.jumpWallClock(by: Self.year)
                let wrong = try await crowd.root.say("wrong", in: "lobby").time
                #expect(wrong == first)
                clock.jumpWallClock(by: .zero - Self.year)
                clock.advance(by: .seconds(1))
                let after = try await crowd.root.say("right again", in: "lobby").time
                #expect(after == first.advanced(by: .seconds(1)))
                clock.jumpWallClock(by: .zero - Self.year)
                let back = try await crowd.root.say("back", in: "lobby").time
                #expect(back == after)
            }
        }
    }

    private static func with(
        _ directory: ScratchDirectory, _ clock: ManualClock,
        _ body: (InProcessServer, Engines) async throws -> Void
    ) async throws {
        let data = directory.file("data")
        _ = try PrivateFileWriter.makeDirectory(data)
        let store = try await Engines.onDisk(data)
        try await InProcessServer.with(
            in: directory,
            open: { configuration in
                try await ChatServer(
                    configuration, engines: store, certificate: try ServerCertificate(selfMadeIn: data),
                    isNewDirectory: false, system: .manual(clock), logger: InProcessServer.silence,
                    onRunning: { _ in }, onStopping: { _ in })
            },
            { try await body($0, store) })
    }
}
