public import ChatroomCore
public import ChatroomSystem
internal import Glibc
internal import NIOCore

/// What `send --queue` keeps until it is sent: an ``OutboxJournal`` of mode 0600, one for a profile, a server and a user,
/// which all processes share.
///
/// It is locked for as long as it is read or changed, and no longer. Whoever sends what waits in it has the ``Turn``
/// meanwhile, so that everything goes out in the order in which it was added. What was sent and not struck yet when its
/// sender was killed is sent again under its id, which changes nothing. Every call blocks for as long as the disk takes.
public struct OutboxQueue: Sendable {
    /// The most messages that wait, and the largest file in bytes.
    public struct Bounds: Sendable {
        /// `queued-messages` in the manual.
        public var messages = 10_000
        /// `queued-bytes` in the manual.
        public var bytes = 8 * 1024 * 1024

        /// Sets every part.
        public init(messages: Int = 10_000, bytes: Int = 8 * 1024 * 1024) {
            (self.messages, self.bytes) = (messages, bytes)
        }
    }

    private let directory: PrivateDirectory
    private let name: String
    private let shownAs: String
    private let bounds: Bounds

    /// Names the queue; nothing need exist.
    ///
    /// - Parameters:
    ///   - identity: The profile, the server and the user that it is for.
    ///   - environment: The environment.
    ///   - bounds: How much it takes.
    /// - Throws: `ChatError` with code `configuration` when there is no place for it.
    public init(for identity: String, environment: Environment, bounds: Bounds = Bounds()) throws(ChatError) {
        let path = "\(try environment.stateDirectory)/outbox"
        shownAs = environment.abbreviated(path)
        directory = PrivateDirectory(path: path, shownAs: shownAs)
        // No name that a shell's own file can have.
        name = "queue.\(OutboxJournal.fileName(of: identity))"
        self.bounds = bounds
    }

    /// Whether anything may wait; makes nothing, and never fails.
    public var isThere: Bool {
        Directory.working.status(of: "\(directory.path)/\(name)", followsLinks: true)?.st_size ?? 0 > 0
    }

    /// What waits, in the order in which it was added.
    ///
    /// - Throws: `ChatError` with code `configuration` when it is not what this version wrote, or `file-access`.
    public func waiting() throws(ChatError) -> [OutgoingMessage] {
        guard let directory = try directory.open(), let lock = try locked(in: directory, 0) else { return [] }
        return try journal(of: lock.file).entries.map(\.message)
    }

    /// Adds messages, but for those that wait already; returns when they are on the disk.
    ///
    /// - Throws: `ChatError` with code `quota-exceeded`, `configuration` or `file-access`; none is added then.
    public func add(_ messages: [OutgoingMessage]) throws(ChatError) {
        let directory = try directory.openOrCreate()
        guard let lock = try locked(in: directory, O_CREAT) else { return }
        let journal = try journal(of: lock.file)
        let known = Set(journal.entries.map(\.message))
        let added = messages.filter { !known.contains($0) }
        guard !added.isEmpty else { return }
        var buffer = ByteBuffer()
        for (number, message) in zip((journal.lastNumber + 1)..., added) {
            try OutboxJournal.add(message, as: number, to: &buffer)
        }
        do throws(ChatError) {
            guard known.count + added.count <= bounds.messages else {
                throw full("\(bounds.messages) messages (queued-messages)")
            }
            guard journal.length + buffer.readableBytes <= bounds.bytes else {
                throw full("\(bounds.bytes) bytes (queued-bytes)")
            }
            // One that cannot be read again would stand in the way of all.
            guard OutboxJournal(Array(buffer.readableBytesView)).entries.map(\.message) == added else {
                throw ChatError(.invalid, "that message cannot be queued")
            }
            try OutboxJournal.append(buffer, to: lock.file, shownAs: shownAs)
        } catch {
            if journal.length == 0 { lock.remove() }
            throw error
        }
        if journal.length == 0 { directory.flush() }
    }

    /// Strikes messages that were stored, or refused, so that they are not sent any more.
    ///
    /// - Throws: `ChatError` with code `configuration` or `file-access`; they are sent again then.
    public func settle(_ done: Set<MessageID>) throws(ChatError) {
        guard !done.isEmpty, let directory = try directory.open(), let lock = try locked(in: directory, 0) else {
            return
        }
        let journal = try journal(of: lock.file)
        let left = journal.entries.filter { !done.contains($0.message.id) }
        guard !left.isEmpty else {
            lock.remove()
            return
        }
        var buffer = ByteBuffer()
        for entry in journal.entries where done.contains(entry.message.id) {
            try OutboxJournal.strike(entry.number, to: &buffer)
        }
        guard buffer.readableBytes > 0 else { return }
        if journal.length > bounds.bytes / 2 {
            try replace(in: directory, with: left.map(\.message))
        } else {
            try OutboxJournal.append(buffer, to: lock.file, shownAs: shownAs)
        }
    }

    /// The right to send what waits.
    public struct Turn: ~Copyable {
        fileprivate let lock: LockFile

        deinit { lock.remove() }
    }

    /// Takes the right to send what waits, which one process has at a time and loses when it ends.
    ///
    /// - Returns: `nil` when another process has it.
    /// - Throws: `ChatError` with code `configuration` or `file-access`.
    public func turn() throws(ChatError) -> Turn? {
        let directory = try directory.openOrCreate()
        guard let lock = LockFile("turn.\(name)", in: directory, waits: false) else {
            let error = SystemError.last
            if error.number == EWOULDBLOCK { return nil }
            throw error.chatError(.fileAccess, "cannot write into \(shownAs)")
        }
        // One that lost its name meanwhile is nobody's turn.
        return lock.isNamed ? Turn(lock: lock) : nil
    }

    /// Opens and locks the file; `nil` when there is none and none is to be made.
    private func locked(in directory: Directory, _ more: Int32) throws(ChatError) -> LockFile? {
        // One that lost its name before it was locked is read by nobody.
        guard let lock = LockFile(name, in: directory, O_RDWR | O_APPEND | more, waits: true) else {
            let error = SystemError.last
            if error.number == ENOENT { return nil }
            throw error.chatError(.fileAccess, "cannot write into \(shownAs)")
        }
        guard let status = lock.file.status, status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid() else {
            throw ChatError(.configuration, "\(shownAs)/\(name) is no file of this user", hint: "Move it away.")
        }
        // The umask may have taken the user's own rights away.
        if more & O_CREAT != 0 { _ = lock.file.setMode(0o600) }
        return lock
    }

    private func journal(of file: borrowing Descriptor) throws(ChatError) -> OutboxJournal {
        guard let bytes = file.read(upTo: OutboxJournal.limit) else {
            throw SystemError.last.chatError(.fileAccess, "cannot read \(shownAs)")
        }
        let journal = OutboxJournal(bytes)
        guard journal.isUnderstood, bytes.count < OutboxJournal.limit else {
            throw ChatError(
                .configuration, "\(shownAs)/\(name) is not what this version wrote", hint: "Move it away.")
        }
        // What is added behind an unfinished frame could not be read.
        if journal.length < bytes.count { file.truncate(to: Int64(journal.length)) }
        return journal
    }

    /// Puts a shorter file in the place of the one that is locked.
    private func replace(in directory: Directory, with messages: [OutgoingMessage]) throws(ChatError) {
        var buffer = ByteBuffer()
        for (number, message) in zip(UInt64(1)..., messages) { try OutboxJournal.add(message, as: number, to: &buffer) }
        guard directory.replace(name, with: Array(buffer.readableBytesView), through: "new.\(name)") else {
            throw SystemError.last.chatError(.fileAccess, "cannot write into \(shownAs)")
        }
    }

    private func full(_ what: String) -> ChatError {
        ChatError(
            .quotaExceeded, "\(what) wait for this server, and no more are kept",
            hint: "'chatroom send --flush' sends them when it is back.")
    }
}
