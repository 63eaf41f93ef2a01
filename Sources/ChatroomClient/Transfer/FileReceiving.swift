public import ChatroomCore
internal import NIOCore

/// Fetches one file and puts it where the user said.
public struct FileReceiving: Sendable {
    /// Where a file goes.
    public enum Place: Sendable {
        /// Into a directory, under a name made from the sender's.
        case directory(String)
        /// To this path.
        case path(String)
        /// To whoever takes its bytes as they come, such as standard output.
        case output(@Sendable ([UInt8]) async throws -> Void)
    }

    /// The way to the server.
    public let client: ChatClient
    /// Where it goes.
    public let place: Place
    /// Told what becomes of the bytes.
    public let tell: @Sendable (TransferNotice) -> Void
    /// Whether a file of that name may be replaced.
    public var replaces = false
    /// How long to go on trying when the connection was lost; `nil` for ever.
    public var patience: Duration? = .seconds(60)
    /// Told what comes before a byte of it is written.
    public var announce: @Sendable (FileOpened) async throws -> Void = { _ in }

    /// Sets every part.
    public init(
        client: ChatClient, place: Place, tell: @escaping @Sendable (TransferNotice) -> Void, replaces: Bool = false,
        patience: Duration? = .seconds(60), announce: @escaping @Sendable (FileOpened) async throws -> Void = { _ in }
    ) {
        self.client = client
        self.place = place
        self.tell = tell
        self.replaces = replaces
        self.patience = patience
        self.announce = announce
    }

    /// Fetches a file.
    ///
    /// - Parameter file: Which.
    /// - Returns: What it is, and the path that it has now; no path on standard output.
    /// - Throws: `ChatError`: `not-found`, `exists`, `digest-mismatch`, `storage-full`; `interrupted` when the task was
    ///   cancelled, and then what is kept.
    public func receive(_ file: FileID) async throws -> (opened: FileOpened, path: String?) {
        switch place {
        case .output(let write): return (try await pass(file, to: write), nil)
        case .directory(let path): return try await save(file, in: path, as: nil)
        case .path(let path):
            let parts = path.split(separator: "/", omittingEmptySubsequences: false)
            let directory = parts.dropLast().joined(separator: "/")
            let parent = parts.count == 1 ? "." : directory.isEmpty ? "/" : directory
            return try await save(file, in: parent, as: parts.last.map(String.init))
        }
    }

    private func pass(
        _ file: FileID, to write: @escaping @Sendable ([UInt8]) async throws -> Void
    ) async throws -> FileOpened {
        let (opened, sink) = try await fetch(file) { _ in PassedFile(write: write) }
        guard await sink.digest == opened.file.digest else { throw Self.mismatch(opened) }
        return opened
    }

    private func save(
        _ file: FileID, in directory: String, as name: String?
    ) async throws -> (opened: FileOpened, path: String?) {
        while true {
            let (opened, sink) = try await fetch(file) { opened in
                let name = name ?? ReceivedName.make(from: opened.file.name, id: opened.file.id)
                return try await ReceivedFile(
                    opened.file, in: directory, as: name, replacing: replaces)
            }
            if try await sink.finish() { return (opened, await sink.path) }
            // What was there from an earlier attempt is not what it was then.
            guard await sink.wasResumed else { throw Self.mismatch(opened) }
            tell(.damaged(name: opened.file.name.text))
            try await sink.reset()
        }
    }

    private func fetch<Sink: DownloadSink>(
        _ file: FileID, _ open: (FileOpened) async throws -> Sink
    ) async throws -> (FileOpened, Sink) {
        let tally = TransferTally(tell)
        var download = FileDownload(client: client, file: file)
        download.patience = patience
        do {
            let (opened, sink) = try await download.run(
                { opened in
                    let sink = try await open(opened)
                    try await announce(opened)
                    tally.note(.began(name: opened.file.name.text, size: opened.file.size))
                    let received = await sink.received
                    if received > 0 { tally.note(.resuming(at: received)) }
                    return sink
                }, onStatus: { tally.note(.line($0)) },
                report: { count in
                    try Task.checkCancellation()
                    tally.note(.moved(count))
                })
            tally.note(.finished(opened.file.digest))
            return (opened, sink)
        } catch {
            let isKept = if case .output = place { false } else { true }
            throw tally.stopped(error, isKept: isKept)
        }
    }

    private static func mismatch(_ opened: FileOpened) -> ChatError {
        ChatError(.digestMismatch, "\(opened.file.name) arrived damaged", hint: "Fetch it again.")
    }
}
