public import ChatroomCore

/// Sends files to a conversation, each with a message of its own.
public struct FileSending: Sendable {
    /// Something to send.
    public struct Item: Sendable {
        /// What it is called.
        public let name: FileName
        /// Its bytes.
        public let source: any UploadSource

        /// Sets every part.
        public init(name: FileName, source: any UploadSource) {
            (self.name, self.source) = (name, source)
        }
    }

    /// The way to the server.
    public let client: ChatClient
    /// The conversation.
    public let target: Target
    /// Told what becomes of the bytes.
    public let tell: @Sendable (TransferNotice) -> Void
    /// For how long the server shall keep the bytes.
    public var expires: Duration?
    /// How often they may be fetched.
    public var downloads: Int?
    /// Whether to begin anew what an earlier process began.
    public var restarts = false
    /// How long to go on trying when the connection was lost; `nil` for ever.
    public var patience: Duration? = .seconds(60)

    /// Sets every part.
    public init(
        client: ChatClient, target: Target, tell: @escaping @Sendable (TransferNotice) -> Void,
        expires: Duration? = nil, downloads: Int? = nil, restarts: Bool = false, patience: Duration? = .seconds(60)
    ) {
        self.client = client
        self.target = target
        self.tell = tell
        self.expires = expires
        self.downloads = downloads
        self.restarts = restarts
        self.patience = patience
    }

    /// Sends one file.
    ///
    /// - Parameters:
    ///   - item: The file.
    ///   - text: What the message says besides.
    /// - Returns: The file as it was sent.
    /// - Throws: `ChatError`; `interrupted` when the task was cancelled, and then what is kept.
    public func send(_ item: Item, text: String) async throws -> FileUpload.Sent {
        if let stream = item.source as? StreamSource { try await stream.requireContent() }
        let tally = TransferTally(tell)
        tally.note(.began(name: item.name.text, size: item.source.size))
        var upload = FileUpload(
            client: client, name: item.name, message: MessageFactory(target: target).make(text))
        upload.expires = expires
        upload.downloads = downloads
        upload.patience = patience
        upload.beginning = item.source.isSeekable ? (restarts ? .restart : .resume) : .fresh
        do {
            let sent = try await run(upload, item.source, tally)
            tally.note(.finished(sent.digest))
            return sent
        } catch {
            throw tally.stopped(error, isKept: item.source.isSeekable)
        }
    }

    private func run(
        _ upload: FileUpload, _ source: some UploadSource, _ tally: TransferTally
    ) async throws -> FileUpload.Sent {
        try await upload.run(
            source, onStatus: { tally.note(.line($0)) },
            report: { progress in
                try Task.checkCancellation()
                switch progress {
                case .resuming(let bytes): tally.note(.resuming(at: bytes))
                case .sent(let bytes): tally.note(.moved(bytes))
                }
            })
    }
}
