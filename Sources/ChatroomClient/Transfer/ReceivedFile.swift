internal import ChatroomCore
internal import ChatroomSystem
internal import Crypto
internal import NIOCore

/// A file that is being fetched into a directory.
actor ReceivedFile: DownloadSink {
    private let file: Attachment
    private let name: String
    private let isReplacing: Bool
    private let directory: ReceivingDirectory
    private let directoryPath: String
    private var part: PartialFile?
    /// Whether some of it was there before.
    private(set) var wasResumed: Bool
    private let thread = ThreadExecutor()

    /// The thread that may wait for the disk.
    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// Opens the directory, and what an earlier attempt left there.
    ///
    /// - Parameters:
    ///   - file: What is fetched.
    ///   - path: The directory.
    ///   - name: What it will be called there.
    ///   - isReplacing: Whether a file of that name may be replaced.
    /// - Throws: `ChatError` with code `exists`, `storage-full`, `busy`, `file-missing` or `file-access`.
    init(_ file: Attachment, in path: String, as name: String, replacing isReplacing: Bool) async throws(ChatError) {
        self.file = file
        self.name = name
        self.isReplacing = isReplacing
        directoryPath = path
        directory = try ReceivingDirectory(path: path, shownAs: path)
        guard !directory.isReserved(name) else {
            throw ChatError(.exists, "\(name) is not a file", hint: "-o - writes to standard output.")
        }
        guard isReplacing || !directory.exists(name) else { throw PartialFile.taken(name) }
        let part = try directory.begin(file.id, expecting: file.size)
        wasResumed = part.size > 0
        self.part = consume part
    }

    var received: Int64 { part?.size ?? 0 }

    /// Where the file is, once it is whole.
    var path: String {
        directoryPath == "." ? name : directoryPath.hasSuffix("/") ? directoryPath + name : "\(directoryPath)/\(name)"
    }

    func append(_ bytes: ByteBuffer) throws { try part?.append(bytes) }

    /// Gives the file its name.
    ///
    /// - Returns: False when the bytes are not those of the file.
    /// - Throws: `ChatError` with code `exists` or `file-access`.
    func finish() throws -> Bool {
        guard let part = part.take() else { return false }
        guard part.digest == file.digest else {
            self.part = consume part
            return false
        }
        try part.finish(as: name, replacing: isReplacing)
        return true
    }

    /// Drops all bytes.
    func reset() throws {
        try part?.reset()
        part = nil
    }
}

/// A file whose bytes are passed on as they come.
actor PassedFile: DownloadSink {
    private let write: @Sendable ([UInt8]) async throws -> Void
    private var hasher = SHA256()
    private(set) var received: Int64 = 0

    init(write: @escaping @Sendable ([UInt8]) async throws -> Void) { self.write = write }

    /// What names the bytes that came.
    var digest: FileDigest? { FileDigest(bytes: Array(hasher.finalize())) }

    func append(_ bytes: ByteBuffer) async throws {
        try await write(Array(bytes.readableBytesView))
        bytes.withUnsafeReadableBytes { hasher.update(bufferPointer: $0) }
        received += Int64(bytes.readableBytes)
    }
}
