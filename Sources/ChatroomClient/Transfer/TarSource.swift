internal import ChatroomCore
internal import ChatroomSystem
internal import Glibc
internal import NIOCore

/// Files and directories as one tar archive, made while it is sent; never unpacked here.
///
/// Links are kept as links and never followed; sockets, pipes and devices are left out. The order is that of names, and
/// nobody's number or name is told. Below a path that was given, each name is opened in the directory that it was found
/// in, so that a directory that is exchanged for a link meanwhile leads nowhere else.
actor TarSource: UploadSource {
    /// A piece of what is to come.
    private enum Step {
        case entry(Entry)
        case bytes([UInt8])
        /// So many bytes of the file that is open.
        case content(Int64)
    }

    /// Something that has a name in a directory, or a path that was given, which has one in the working directory.
    private struct Entry {
        let name: String
        /// Open for as long as anything in it is still to come.
        let parent: Directory
        /// The path as it is shown and told in the archive.
        let path: String
    }

    private var steps: [Step]
    private var file: Descriptor?
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
            // By bytes: with a mark behind it, a slash is part of another Character, and a slash to the system still.
            guard !path.utf8.split(separator: UInt8(ascii: "/")).contains(where: { $0.elementsEqual("..".utf8) }) else {
                throw ChatError(
                    .invalid, "\(path): a path in an archive cannot contain '..'", hint: "Change directory first.")
            }
            guard Directory.working.status(of: path) != nil else {
                throw ChatError(.fileMissing, "\(path): no such file")
            }
        }
        let end = Step.bytes([UInt8](repeating: 0, count: 2 * TarHeader.block))
        steps = [end] + paths.reversed().map { .entry(Entry(name: $0, parent: .working, path: $0)) }
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
            case .entry(let entry): try open(entry)
            }
        }
        return buffer
    }

    func rewind(to offset: Int64) throws {
        throw ChatError(.fileAccess, "an archive that is made while it is sent cannot be read again")
    }

    func checkUnchanged() {}

    /// Puts what a name stands for on the list of what is to come.
    private func open(_ entry: Entry) throws(ChatError) {
        let (path, parent) = (entry.path, entry.parent)
        // What was removed meanwhile is left out.
        guard let status = parent.status(of: entry.name) else {
            if errno == ENOENT { return }
            throw SystemError.last.chatError(.fileAccess, "cannot read \(path)")
        }
        let parts = path.split(separator: "/").filter { $0 != "." }
        let name = parts.joined(separator: "/")
        switch status.st_mode & S_IFMT {
        case S_IFDIR:
            guard let directory = parent.directory(entry.name), let now = directory.status else {
                if errno == ENOENT { return }
                guard errno == ELOOP || errno == ENOTDIR else {
                    throw SystemError.last.chatError(.fileAccess, "cannot read \(path)")
                }
                throw ChatError(.invalid, "\(path) changed while it was sent", hint: "Send it again.")
            }
            for child in try Self.names(in: directory, shownAs: path).reversed() {
                steps.append(.entry(Entry(name: child.name, parent: directory, path: "\(path)/\(child.text)")))
            }
            guard !name.isEmpty else { return }
            steps.append(.bytes(TarHeader.make(path: name + "/", kind: .directory, size: 0, status: now)))
        case S_IFLNK:
            guard let target = parent.target(of: entry.name) else {
                if errno == ENOENT { return }
                throw SystemError.last.chatError(.fileAccess, "cannot read \(path)")
            }
            guard let link = String(validating: target, as: UTF8.self) else {
                throw ChatError(
                    .invalid, "the link \(path) leads to what is not UTF-8", hint: "Make the archive with tar.")
            }
            steps.append(.bytes(TarHeader.make(path: name, kind: .link, size: 0, status: status, link: link)))
        case S_IFREG:
            // Should a pipe take its place meanwhile, nobody waits for it.
            guard let opened = parent.open(entry.name, O_RDONLY), let now = opened.status else {
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
        guard let bytes = file?.read(upTo: Int(count)) else {
            throw SystemError.last.chatError(.fileAccess, "cannot read \(fileName)")
        }
        guard !bytes.isEmpty else {
            throw ChatError(.invalid, "\(fileName) changed while it was sent", hint: "Send it again.")
        }
        left -= Int64(bytes.count)
        if left == 0 { file = nil }
        return bytes
    }

    /// The names in a directory in the order of their bytes, and as text.
    private static func names(
        in directory: Directory, shownAs path: String
    ) throws(ChatError) -> [(name: String, text: String)] {
        guard let names = directory.names() else {
            throw SystemError.last.chatError(.fileAccess, "cannot read \(path)")
        }
        var found: [(name: String, text: String)] = []
        for name in names {
            guard let text = try? RawText.text(name) else {
                throw ChatError(.invalid, "a name in \(path) is not UTF-8", hint: "Make the archive with tar.")
            }
            found.append((name, text))
        }
        return found.sorted { $0.text.utf8.lexicographicallyPrecedes($1.text.utf8) }
    }
}
