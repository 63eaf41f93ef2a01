internal import ChatroomCore
internal import ChatroomSystem
internal import Glibc
internal import NIOCore

/// A regular file that is sent.
actor FileSource: UploadSource {
    private let file: Descriptor
    private let name: String
    private let opened: stat
    private var offset: Int64 = 0
    private let thread = ThreadExecutor()

    /// The thread that may wait for the disk.
    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    nonisolated let size: Int64?
    nonisolated var isSeekable: Bool { true }

    /// Opens what is at a path: a file, or a pipe or device that is read to its end.
    ///
    /// - Parameter path: The path.
    /// - Returns: The source.
    /// - Throws: `ChatError` with code `file-missing`, `file-access`, or `invalid` for a directory.
    static func open(_ path: String) throws(ChatError) -> any UploadSource {
        // A pipe into which nobody writes yet is waited for when it is read, where waiting can be given up.
        guard let file = Descriptor(path, O_RDONLY | O_NOCTTY | O_NONBLOCK) else {
            if errno == ENOENT { throw ChatError(.fileMissing, "\(path): no such file") }
            throw SystemError.last.chatError(.fileAccess, "cannot read \(path)")
        }
        guard let status = file.status else { throw SystemError.last.chatError(.fileAccess, "cannot read \(path)") }
        switch status.st_mode & S_IFMT {
        case S_IFREG where status.st_size == 0 && hasContent(file): return StreamSource(file)
        case S_IFREG: return FileSource(file, path, status)
        case S_IFDIR:
            throw ChatError(.invalid, "\(path) is a directory", hint: "--tar sends it as one file.")
        default:
            let flags = fcntl(file.number, F_GETFL)
            guard flags >= 0, fcntl(file.number, F_SETFL, flags & ~O_NONBLOCK) == 0 else {
                throw SystemError.last.chatError(.fileAccess, "cannot read \(path)")
            }
            return StreamSource(file)
        }
    }

    /// Whether there is something to read, as in files of /proc, which have no size.
    private static func hasContent(_ file: borrowing Descriptor) -> Bool {
        var byte: UInt8 = 0
        return withUnsafeMutableBytes(of: &byte) { file.read(into: $0, at: 0) } == 1
    }

    /// Whether a path leads to a pipe, whose writer would take it amiss if it was opened only to look.
    static func isPipe(_ path: String) -> Bool {
        Directory.working.status(of: path, followsLinks: true).map { $0.st_mode & S_IFMT == S_IFIFO } ?? false
    }

    private init(_ file: consuming Descriptor, _ name: String, _ status: stat) {
        self.file = file
        self.name = name
        opened = status
        size = Int64(status.st_size)
    }

    func read(_ count: Int) throws -> ByteBuffer {
        var buffer = ByteBuffer()
        // What a log gained since is no part of what was announced.
        let count = min(count, Int(clamping: max(0, Int64(opened.st_size) - offset)))
        var taken: Int?
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: count) { room in
            taken = file.read(into: UnsafeMutableRawBufferPointer(rebasing: room[..<count]), at: offset)
            return taken ?? 0
        }
        guard taken != nil else { throw SystemError.last.chatError(.fileAccess, "cannot read \(name)") }
        offset += Int64(buffer.readableBytes)
        return buffer
    }

    func rewind(to offset: Int64) { self.offset = offset }

    func checkUnchanged() throws {
        let now = file.status
        guard let now, now.st_size == opened.st_size, now.st_mtim.tv_sec == opened.st_mtim.tv_sec,
            now.st_mtim.tv_nsec == opened.st_mtim.tv_nsec
        else { throw ChatError(.invalid, "\(name) changed while it was sent", hint: "Send it again.") }
    }
}

/// A pipe that is sent to its end.
actor StreamSource: UploadSource {
    private let reader: InputReader
    private var isAtEnd = false
    /// What was read to see whether there is anything.
    private var first = ByteBuffer()

    nonisolated var size: Int64? { nil }
    nonisolated var isSeekable: Bool { false }

    /// Reads standard input.
    init() { reader = InputReader() }

    /// Reads what was opened.
    init(_ file: consuming Descriptor) { reader = InputReader(file) }

    /// Waits until something comes: a command that failed at once is no file.
    ///
    /// - Throws: `ChatError` with code `invalid` when nothing does.
    func requireContent() async throws {
        first.writeBytes(try await reader.read(upTo: 64 * 1024))
        guard first.readableBytes > 0 else {
            throw ChatError(
                .invalid, "standard input was empty, nothing sent", hint: "An empty file can be sent by its name.")
        }
    }

    func read(_ count: Int) async throws -> ByteBuffer {
        var buffer = first.readSlice(length: min(count, first.readableBytes)) ?? ByteBuffer()
        while !isAtEnd, buffer.readableBytes < count {
            let bytes = try await reader.read(upTo: count - buffer.readableBytes)
            isAtEnd = bytes.isEmpty
            buffer.writeBytes(bytes)
        }
        return buffer
    }

    func rewind(to offset: Int64) throws {
        throw ChatError(.fileAccess, "what came through a pipe cannot be read again")
    }

    func checkUnchanged() {}
}
