import ChatroomCore
import ChatroomDisk
import ChatroomServer
import ChatroomStore
import ChatroomTestSupport
import Synchronization

@testable import ChatroomServer

/// Engines whose calls fail or wait when a test says so, each part wrapped by itself, and a server around them.
final class FaultyStore: Sendable {
    /// What the next calls do.
    struct Plan: Sendable {
        /// The error that appends fail with, and for how many appends.
        var append: (error: ChatError, times: Int)?
        /// The error that reading a page fails with.
        var page: ChatError?
        /// The error that looking whether there can be written fails with.
        var write: ChatError?
        /// How often that was looked at.
        var writes = 0
        /// What happens once, just before a floor is told.
        var beforeFloor: (@Sendable () async -> Void)?
        /// How many appends reached the store.
        var appends = 0
        /// How often it was looked whether a file is kept.
        var fileReads = 0
        /// Where appends wait.
        var appendGate: StoreGate?
        /// Where the reading of pages waits.
        var pageGate: StoreGate?
    }

    let plan = Mutex(Plan())
    /// The calls that a test holds; see ``hold(_:)``.
    let gates = Mutex<[Call: Gate]>([:])
    /// What is wrapped.
    let store: Engines

    /// The engines with their faults.
    var engines: Engines {
        var engines = store
        engines.log = FaultyLog(store: store.log, faults: self)
        engines.rooms = FaultyRooms(store: store.rooms, faults: self)
        engines.accounts = FaultyAccounts(store: store.accounts, faults: self)
        engines.files = FaultyFiles(store: store.files, faults: self)
        return engines
    }

    init(directory: String) async throws {
        _ = try PrivateFileWriter.makeDirectory(directory)
        store = try await .onDisk(directory)
    }

    /// Runs something with a server that stores in a faulty store.
    static func with<Result>(
        adjust: (inout ServerConfiguration) -> Void = { _ in },
        _ body: (InProcessServer, FaultyStore) async throws -> Result
    ) async throws -> Result {
        let directory = try ScratchDirectory()
        let store = try await FaultyStore(directory: directory.file("data"))
        return try await InProcessServer.with(
            in: directory, adjust: adjust,
            open: { configuration in
                try await ChatServer(
                    configuration, engines: store.engines,
                    certificate: try ServerCertificate(selfMadeIn: configuration.dataDirectory), isNewDirectory: true,
                    logger: InProcessServer.silence, onRunning: { _ in }, onStopping: { _ in })
            },
            { try await body($0, store) })
    }

    /// Makes the next appends fail.
    func failAppends(_ code: ChatError.Code, times: Int = 1) {
        plan.withLock { $0.append = (ChatError(code, "planned"), times) }
    }

    /// Counts an append, and says how it fails if it does.
    func nextAppend() -> ChatError? {
        plan.withLock { plan in
            plan.appends += 1
            guard let append = plan.append, append.times > 0 else { return nil }
            plan.append?.times -= 1
            return append.error
        }
    }
}
