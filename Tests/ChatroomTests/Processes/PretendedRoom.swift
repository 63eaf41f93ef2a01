import ChatroomCore
import ChatroomTestSupport
import Foundation
import Synchronization
import Testing
import UnixSignals

@testable import Chatroom
@testable import ChatroomProcess
@testable import ChatroomSystem
@testable import ChatroomTerminal

/// A room in which commands are run, and the pipes that their outputs go to.
struct PretendedRoom {
    struct Posted: Equatable {
        let text: String
        let replyTo: Message.Seq?
    }

    /// What a run did, seen from outside.
    struct Outcome {
        var status: Int32?
        var error: (any Error)?
        var posts: [Posted] = []
        var output: [UInt8] = []
        var errorOutput = ""
        var notes = ""
    }

    private let output: PipeEnds
    private let errorOutput: PipeEnds
    private let notes: PipeEnds

    init() throws {
        ProcessSignals.ignorePipe()
        output = try #require(PipeEnds())
        errorOutput = try #require(PipeEnds())
        notes = try #require(PipeEnds())
    }

    /// Runs a command, once in a room; what its outputs take is read all the time.
    ///
    /// The signals are what comes while the command runs, and what comes while its end is posted. `post` throws to
    /// refuse a message, by its number from 1; message n is stored as #40+n.
    func outcome(
        _ command: [String], signals: [AsyncStream<UnixSignal>] = [], isForeground: Bool = false,
        isRead: Bool = true, post: @escaping @Sendable (Int) async throws -> Void = { _ in }
    ) async throws -> Outcome {
        let posts = PostLog()
        let signals = SignalPhases(signals)
        let diagnostics = Diagnostics(environment: Environment([:]), output: descriptor(notes), status: ExitStatus.number)
        let run = CommandRun(
            command: command, output: writing(output), errorOutput: writing(errorOutput),
            note: { diagnostics.note($0) },
            signals: RunSignals(trap: { signals.next() }, isForeground: { isForeground }), clock: ManualClock()
        ) { text, replyTo in
            let number = posts.append(Posted(text: text, replyTo: replyTo))
            try await post(number)
            return Receipt(
                conversation: Conversation.ID(rawValue: 1), seq: Message.Seq(40 + number),
                time: Timestamp(milliseconds: 0), isDuplicate: false)
        }
        if !isRead { close(output.reading) }
        async let bytes = isRead ? TestReader(output.reading).readAll() : []
        async let errorBytes = TestReader(errorOutput.reading).readAll()
        async let noteBytes = TestReader(notes.reading).readAll()
        var result = Outcome()
        do {
            result.status = try await Deadline.run("the command") { try await run.run() }
        } catch {
            result.error = error
        }
        for pipe in [output, errorOutput, notes] { close(pipe.writing) }
        result.posts = posts.all
        result.output = await bytes
        result.errorOutput = String(decoding: await errorBytes, as: UTF8.self)
        result.notes = String(decoding: await noteBytes, as: UTF8.self)
        return result
    }

    private func writing(_ pipe: PipeEnds) -> CommandRun.Write {
        let printer = Printer(descriptor(pipe))
        return { try await printer.write($0) }
    }

    private func descriptor(_ pipe: PipeEnds) -> OutputDescriptor {
        OutputDescriptor(number: pipe.writing, name: "the test")
    }
}

/// What was posted, in order.
private final class PostLog: Sendable {
    private let posts = Mutex<[PretendedRoom.Posted]>([])

    var all: [PretendedRoom.Posted] { posts.withLock { $0 } }

    /// Adds a message; returns its number, from 1.
    func append(_ post: PretendedRoom.Posted) -> Int {
        posts.withLock { posts in
            posts.append(post)
            return posts.count
        }
    }
}

/// The signals of one phase after the other; none when there is no more phase.
private final class SignalPhases: Sendable {
    private let phases: Mutex<[AsyncStream<UnixSignal>]>

    init(_ phases: [AsyncStream<UnixSignal>]) { self.phases = Mutex(phases) }

    func next() -> AsyncStream<UnixSignal> {
        phases.withLock { $0.isEmpty ? AsyncStream { $0.finish() } : $0.removeFirst() }
    }
}
