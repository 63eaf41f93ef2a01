public import ChatroomCore
internal import ChatroomWire
internal import Crypto
internal import NIOCore

/// Sends a file and then the message that brings it, over connections of its own, however often they are lost.
///
/// What was sent before is not sent again, by this process or an earlier one: the server tells how much it has and the
/// digest of that, and the source must begin with the same bytes.
public struct FileUpload: Sendable {
    /// Whether a file that an earlier process began is gone on with.
    public enum Beginning: Sendable {
        /// If there is one of the same name and size.
        case resume
        /// No; if there is one, it is forgotten.
        case restart
        /// No; the source cannot be read twice.
        case fresh
    }

    /// What becomes of the transfer.
    public enum Progress: Sendable {
        /// So many bytes are there from before.
        case resuming(Int64)
        /// So many bytes are there.
        case sent(Int64)
    }

    /// A file that was sent.
    public struct Sent: Sendable {
        /// The file.
        public let file: FileID
        /// Its size in bytes.
        public let size: Int64
        /// What names its bytes.
        public let digest: FileDigest
        /// Where its message is.
        public let receipt: Receipt
    }

    /// How often it is asked for a file that is in other hands.
    private static let attempts = 5
    /// How long is waited in between.
    private static let pause: Duration = .milliseconds(200)

    private let client: ChatClient
    private let name: FileName
    private let message: OutgoingMessage
    /// For how long the server shall keep the bytes; `nil` for as long as the message.
    public var expires: Duration?
    /// How often they may be fetched; `nil` for any number of times.
    public var downloads: Int?
    /// Whether to go on with what an earlier process began.
    public var beginning = Beginning.resume
    /// How long to go on trying when the connection was lost; `nil` for ever.
    public var patience: Duration? = .seconds(60)

    /// Makes a transfer.
    ///
    /// - Parameters:
    ///   - client: The way to the server.
    ///   - name: What the file is called.
    ///   - message: What brings it; its own `file` is not looked at.
    public init(client: ChatClient, name: FileName, message: OutgoingMessage) {
        self.client = client
        self.name = name
        self.message = message
    }

    /// Runs the transfer.
    ///
    /// - Parameters:
    ///   - source: The bytes.
    ///   - onStatus: Told what becomes of the connection.
    ///   - report: Told how far it is.
    /// - Returns: The file, once its message is stored.
    /// - Throws: ``ChatError``: a refusal, `invalid` when the source is not what was begun; and what the source and the
    ///   closures throw.
    public func run(
        _ source: some UploadSource, onStatus: (LineStatus) async throws -> Void,
        report: (Progress) async throws -> Void
    ) async throws -> Sent {
        var state = UploadState(source: source)
        var isUnsure = false
        do {
            return try await client.withReconnecting(patience: patience, onStatus: onStatus) { connection in
                try await connection.closedOnCancellation {
                    let (bytes, limit) = (message.body.utf8.count, connection.welcome.bodyLimit)
                    guard bytes <= limit else { throw ChatError.bodyTooLarge(bytes, limit: limit) }
                    do {
                        try await bring(&state, on: connection, report)
                        return try await post(state, on: connection, isUnsure: &isUnsure)
                    } catch {
                        await abandon(state, after: error, on: connection)
                        throw error
                    }
                }
            }
        } catch let error as ChatError where isUnsure && error.code != .interrupted {
            let file = state.whole?.0.description ?? "the file"
            throw SendPipeline.Unsettled(reason: error, message: message.id).explained(
                "whether the message that brings \(file) is stored is unknown",
                hint:
                    "'chatroom getfile --list \(message.target)' shows whether it came; look before you send it again.")
        }
    }

    /// Forgets what nobody can go on with, which else would take room for a day.
    private func abandon<Source: UploadSource>(
        _ state: UploadState<Source>, after error: any Error, on connection: ChatConnection
    ) async {
        let isTransient = (error as? ChatError)?.isTransient ?? Task.isCancelled
        guard beginning == .fresh, !isTransient, state.whole == nil, let file = state.file else { return }
        _ = await connection.result(of: DiscardFile(file: file))
    }

    /// Sends the bytes.
    private func bring<Source: UploadSource>(
        _ state: inout UploadState<Source>, on connection: ChatConnection, _ report: (Progress) async throws -> Void
    ) async throws {
        guard state.whole == nil else { return }
        try await begin(&state, on: connection, report)
        try await sendPieces(&state, on: connection, report)
        try await state.source.checkUnchanged()
        guard state.source.size ?? state.stored == state.stored else {
            throw ChatError(.invalid, "\(name) changed while it was sent", hint: "Send it again.")
        }
        try await finish(&state, on: connection)
    }

    /// Sends the message that brings the file, and notes whether one was sent that has no answer.
    private func post<Source: UploadSource>(
        _ state: UploadState<Source>, on connection: ChatConnection, isUnsure: inout Bool
    ) async throws -> Sent {
        guard let (file, digest) = state.whole else { throw ChatError.unfitting }
        let message = OutgoingMessage(
            id: message.id, target: message.target, body: message.body, replyTo: message.replyTo, file: file)
        let wasUnsure = isUnsure
        isUnsure = true
        switch await connection.result(of: message) {
        case .failure(let error):
            // A refusal is one only if nothing was sent before.
            isUnsure = wasUnsure || error.isOutcomeUnknown
            throw error
        case .success(let receipt):
            return Sent(file: file, size: state.stored, digest: digest, receipt: receipt)
        }
    }

    private func begin<Source: UploadSource>(
        _ state: inout UploadState<Source>, on connection: ChatConnection, _ report: (Progress) async throws -> Void
    ) async throws {
        let known = state.file
        var resume = known
        if resume == nil, beginning != .fresh { resume = try await earlier(state.source, on: connection) }
        if known == nil, beginning == .restart, let file = resume {
            _ = try await connection.ask(DiscardFile(file: file))
            resume = nil
        }
        let uploading = try await begin(state.source, resuming: resume, isOwn: known != nil, on: connection)
        state.file = uploading.file
        guard try await state.resume(uploading) else {
            throw ChatError(
                .invalid, "\(name) is not what \(uploading.received) bytes were sent of before",
                hint: "--restart sends it from the start.")
        }
        if known == nil, uploading.received > 0 { try await report(.resuming(uploading.received)) }
    }

    /// Begins at the server.
    ///
    /// What an earlier process began may still be in its hands for a moment after its end; if it stays so, it is another
    /// process's that sends the same file now, and this one sends it for itself.
    private func begin(
        _ source: some UploadSource, resuming file: FileID?, isOwn: Bool, on connection: ChatConnection
    ) async throws -> Uploading {
        var file = file
        for attempt in 1... {
            let request = UploadFile(target: message.target, name: name, size: source.size, resume: file)
            switch await connection.result(of: request) {
            case .success(let uploading): return uploading
            case .failure(let error):
                guard file != nil, !isOwn, error.code == .busy || error.code == .notFound else { throw error }
                // Whoever had it has sent it meanwhile.
                if error.code == .notFound || attempt == Self.attempts { file = nil }
                if error.code == .busy { try await ContinuousClock().sleep(for: Self.pause) }
            }
        }
        throw ChatError.unfitting
    }

    /// What an earlier process began.
    private func earlier(_ source: some UploadSource, on connection: ChatConnection) async throws -> FileID? {
        let uploads = try await connection.ask(ListUploads())
        let same = uploads.filter { $0.target == message.target && $0.name == name && $0.size == source.size }
        return same.max { $0.touched.milliseconds < $1.touched.milliseconds }?.file
    }

    private func sendPieces<Source: UploadSource>(
        _ state: inout UploadState<Source>, on connection: ChatConnection, _ report: (Progress) async throws -> Void
    ) async throws {
        var window = TransferWindow()
        var replies: [EventLoopFuture<Done>] = []
        while true {
            while replies.count < window.pieces, let piece = try await state.next(after: replies.count) {
                replies.append(connection.start(piece))
                connection.flush()
            }
            guard !replies.isEmpty else { return }
            let started = ContinuousClock.now
            do { _ = try await replies.removeFirst().get() } catch { throw ChatError(reply: error) }
            window.note(started.duration(to: .now))
            state.stored(1)
            try await report(.sent(state.stored))
        }
    }

    private func finish<Source: UploadSource>(
        _ state: inout UploadState<Source>, on connection: ChatConnection
    ) async throws {
        guard let file = state.file else { throw ChatError.unfitting }
        let digest = state.digest
        _ = try await connection.ask(
            FinishFile(file: file, size: state.stored, digest: digest, expires: expires, downloads: downloads))
        state.whole = (file, digest)
    }
}
