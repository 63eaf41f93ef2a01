public import ChatroomCore
internal import ChatroomWire
internal import NIOCore

/// Fetches a file over connections of its own, however often they are lost; whether the bytes are right is for whoever
/// has all of them to check.
public struct FileDownload: Sendable {
    private let client: ChatClient
    private let file: FileID
    /// How long to go on trying when the connection was lost; `nil` for ever.
    public var patience: Duration? = .seconds(60)

    /// Makes a transfer.
    ///
    /// - Parameters:
    ///   - client: The way to the server.
    ///   - file: What to fetch.
    public init(client: ChatClient, file: FileID) {
        self.client = client
        self.file = file
    }

    /// Runs the transfer.
    ///
    /// - Parameters:
    ///   - open: Told once what the file is; gives where its bytes go.
    ///   - onStatus: Told what becomes of the connection.
    ///   - report: Told how many bytes are there.
    /// - Returns: What the file is, and where it went.
    /// - Throws: ``ChatError`` with code `not-found` when there is no such file, or not any more; and what the sink and
    ///   the closures throw.
    public func run<Sink: DownloadSink>(
        _ open: (FileOpened) async throws -> Sink, onStatus: (LineStatus) async throws -> Void,
        report: (Int64) async throws -> Void
    ) async throws -> (FileOpened, Sink) {
        var sink: Sink?
        var first: FileOpened?
        return try await client.withReconnecting(patience: patience, onStatus: onStatus) { connection in
            try await connection.closedOnCancellation {
                let opened = try await connection.ask(OpenFile(file: file))
                guard opened.file.id == file, opened.file == first?.file ?? opened.file else {
                    throw ChatError(.protocolViolation, "the server offers another file than \(file) was")
                }
                first = opened
                let target = if let sink { sink } else { try await open(opened) }
                sink = target
                try await read(opened.file, into: target, on: connection, report)
                return (opened, target)
            }
        }
    }

    private func read(
        _ file: Attachment, into sink: some DownloadSink, on connection: ChatConnection,
        _ report: (Int64) async throws -> Void
    ) async throws {
        var window = TransferWindow()
        var received = await sink.received
        var asked = received
        var replies: [EventLoopFuture<FileChunk>] = []
        // An empty file is asked for as well, so that it counts as fetched; so is one that was there already.
        var isAsked = false
        while received < file.size || !isAsked || !replies.isEmpty {
            while replies.count < window.pieces, asked < file.size || !isAsked {
                replies.append(
                    connection.start(ReadFile(file: file.id, offset: asked, count: Attachment.chunkSize)))
                connection.flush()
                isAsked = true
                asked = min(asked + Int64(Attachment.chunkSize), file.size)
            }
            let started = ContinuousClock.now
            let chunk: FileChunk
            do { chunk = try await replies.removeFirst().get() } catch { throw ChatError(reply: error) }
            window.note(started.duration(to: .now))
            let expected = min(Int64(Attachment.chunkSize), file.size - received)
            guard chunk.file == file.id, chunk.offset == received, chunk.bytes.readableBytes == Int(expected) else {
                throw ChatError.unfitting
            }
            try await sink.append(chunk.bytes)
            received += expected
            try await report(received)
        }
    }
}
