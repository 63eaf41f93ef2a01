internal import ChatroomClient
internal import ChatroomCore
internal import Glibc
internal import NIOCore

/// Files and directories as one tar archive, made while it is sent; never unpacked here.
///
/// Links are kept as links and never followed; sockets, pipes and devices are left out. The order is that of names, and
/// nobody's number or name is told.
actor TarSource: UploadSource {
    /// A piece of what is to come.
    private enum Step {
        case path(String)
        case bytes([UInt8])
        /// So many bytes of the file that is open.
        case content(Int64)
    }

    private var steps: [Step]
    private var file: FileDescriptor?
    private var fileName = ""
    private var left: Int64 = 0
    private let thread = ThreadExecutor()

    /// The thread that may wait for the disk.
    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    nonisolated var size: Int64? { nil }
    nonisolated var isSeekable: Bool { false }

    /// Prepares an archive.
    ///
    /// - Parameter paths: What it holds.
    /// - Throws: `ChatError` with code `file-missing`, or `invalid` for a path with `..` in it or one that is not UTF-8.
    init(paths: [String]) throws(ChatError) {
        for path in paths {
            guard RawText.isPlain(path) else {
                throw ChatError(.invalid, "\(path) is not UTF-8", hint: "Make the archive with tar.")
            }
            guard !path.split(separator: "/").contains("..") else {
                throw ChatError(.invalid, "\(path): a path in an archive has no '..'", hint: "Change directory first.")
            }
            var status = stat()
            guard lstat(path, &status) == 0 else { throw ChatError(.fileMissing, "\(path): no such file") }
        }
        let end = Step.bytes([UInt8](repeating: 0, count: 2 * TarHeader.block))
        steps = [end] + paths.reversed().map { .path($0) }
    }

    func read(_ count: Int) throws -> ByteBuffer {
        var buffer = ByteBuffer()
        buffer.reserveCapacity(count)
        while buffer.readableBytes < count {
            let room = count - buffer.readableBytes
            if left > 0 {
                try buffer.writeBytes(take(min(Int64(room), left)))
                continue
            }
            guard let step = steps.popLast() else { break }
            switch step {
            case .bytes(let bytes):
                buffer.writeBytes(bytes.prefix(room))
                if bytes.count > room { steps.append(.bytes(Array(bytes.dropFirst(room)))) }
            case .content(let size): left = size
            case .path(let path): try open(path)
            }
        }
        return buffer
    }

    func rewind(to offset: Int64) throws {
        throw ChatError(.fileAccess, "an archive that is made while it is sent cannot be read again")
    }

    func checkUnchanged() {}

    /// Puts what a path stands for on the list of what is to come.
    private func open(_ path: String) throws(ChatError) {
        var status = stat()
        // What was removed meanwhile is left out.
        guard lstat(path, &status) == 0 else {
            if errno == ENOENT { return }
            throw SystemError.last.chatError(.fileAccess, "cannot read \(path)")
        }
        let parts = path.split(separator: "/").filter { $0 != "." }
        let name = parts.joined(separator: "/")
        switch status.st_mode & S_IFMT {
        case S_IFDIR:
            for child in try children(of: path).reversed() { steps.append(.path("\(path)/\(child)")) }
            guard !name.isEmpty else { return }
            steps.append(.bytes(TarHeader.make(path: name + "/", kind: .directory, size: 0, status: status)))
        case S_IFLNK:
            var target = [CChar](repeating: 0, count: Int(PATH_MAX))
            let count = readlink(path, &target, target.count)
            guard count >= 0 else {
                if errno == ENOENT { return }
                throw SystemError.last.chatError(.fileAccess, "cannot read \(path)")
            }
            let bytes = target.prefix(count).map { UInt8(bitPattern: $0) }
            guard let link = String(validating: bytes, as: UTF8.self) else {
                throw ChatError(
                    .invalid, "the link \(path) leads to what is not UTF-8", hint: "Make the archive with tar.")
            }
            steps.append(.bytes(TarHeader.make(path: name, kind: .link, size: 0, status: status, link: link)))
        case S_IFREG:
            // Should a pipe take its place meanwhile, nobody waits for it.
            guard let opened = FileDescriptor(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY),
                let now = opened.status
            else {
                if errno == ENOENT { return }
                throw SystemError.last.chatError(.fileAccess, "cannot read \(path)")
            }
            guard now.st_mode & S_IFMT == S_IFREG else { return }
            let size = Int64(now.st_size)
            let padding = (Int64(TarHeader.block) - size % Int64(TarHeader.block)) % Int64(TarHeader.block)
            steps.append(.bytes([UInt8](repeating: 0, count: Int(padding))))
            steps.append(.content(size))
            steps.append(.bytes(TarHeader.make(path: name, kind: .file, size: size, status: now)))
            fileName = path
            file = consume opened
        default: return
        }
    }

    private func take(_ count: Int64) throws(ChatError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Int(count))
        guard let number = file?.number else { return [] }
        var taken = Glibc.read(number, &bytes, bytes.count)
        while taken < 0, errno == EINTR { taken = Glibc.read(number, &bytes, bytes.count) }
        guard taken >= 0 else { throw SystemError.last.chatError(.fileAccess, "cannot read \(fileName)") }
        guard taken > 0 else {
            throw ChatError(.invalid, "\(fileName) changed while it was sent", hint: "Send it again.")
        }
        left -= Int64(taken)
        if left == 0 { file = nil }
        return Array(bytes.prefix(taken))
    }

    private func children(of path: String) throws(ChatError) -> [String] {
        guard let stream = opendir(path) else {
            throw SystemError.last.chatError(.fileAccess, "cannot read \(path)")
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(validating: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard let name else {
                throw ChatError(.invalid, "a name in \(path) is not UTF-8", hint: "Make the archive with tar.")
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
    }
}
