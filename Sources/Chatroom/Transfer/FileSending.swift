internal import ChatroomClient
internal import ChatroomCore

/// Sends files to a conversation, each with a message of its own.
struct FileSending: Sendable {
    /// Something to send.
    struct Item: Sendable {
        /// What it is called.
        let name: FileName
        /// Its bytes.
        let source: any UploadSource
    }

    let client: ChatClient
    let target: Target
    let display: TransferDisplay
    /// For how long the server shall keep the bytes.
    var expires: Duration?
    /// How often they may be fetched.
    var downloads: Int?
    /// Whether to begin anew what an earlier process began.
    var restarts = false
    /// How long to go on trying when the connection was lost; `nil` for ever.
    var patience: Duration? = .seconds(60)

    /// Sends one file.
    ///
    /// - Parameters:
    ///   - item: The file.
    ///   - text: What the message says besides.
    /// - Returns: The file as it was sent.
    /// - Throws: `ChatError`; `interrupted` when the task was cancelled, and then what is kept.
    func send(_ item: Item, text: String) async throws -> FileUpload.Sent {
        if let stream = item.source as? StreamSource { try await stream.requireContent() }
        let meter = TransferMeter(item.name.text, size: item.source.size, on: display)
        var upload = FileUpload(
            client: client, name: item.name, message: MessageFactory(target: target).make(text))
        upload.expires = expires
        upload.downloads = downloads
        upload.patience = patience
        upload.beginning = item.source.isSeekable ? (restarts ? .restart : .resume) : .fresh
        do {
            let sent = try await run(upload, item.source, meter)
            meter.finish(sent.digest)
            return sent
        } catch {
            meter.clear()
            guard Task.isCancelled else { throw error }
            let kept = item.source.isSeekable && meter.bytes > 0
            throw ChatError(
                .interrupted, "stopped at \(ByteText.text(meter.bytes))",
                hint: kept ? "The same command resumes." : nil)
        }
    }

    private func run(
        _ upload: FileUpload, _ source: some UploadSource, _ meter: TransferMeter
    ) async throws -> FileUpload.Sent {
        try await upload.run(
            source, onStatus: { meter.note($0) },
            report: { progress in
                try Task.checkCancellation()
                switch progress {
                case .resuming(let bytes): meter.resume(at: bytes)
                case .sent(let bytes): meter.note(bytes)
                }
            })
    }
}
