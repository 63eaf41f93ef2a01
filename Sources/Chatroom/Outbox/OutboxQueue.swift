internal import ChatroomCore
internal import ChatroomSystem
internal import Glibc
internal import NIOCore

/// What `send --queue` keeps until it is sent: an ``OutboxJournal`` of mode 0600, one for a profile, a server and a user,
/// which all processes share.
///
/// It is locked for as long as it is read or changed, and no longer. Whoever sends what waits in it has the ``Turn``
/// meanwhile, so that everything goes out in the order in which it was added. What was sent and not struck yet when its
/// sender was killed is sent again under its id, which changes nothing. Every call blocks for as long as the disk takes.
struct OutboxQueue: Sendable {
    /// The most messages that wait, and the largest file in bytes.
    struct Bounds: Sendable {
        /// `queued-messages` in the manual.
        var messages = 10_000
        /// `queued-bytes` in the manual.
        var bytes = 8 * 1024 * 1024
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
    init(for identity: String, environment: Environment, bounds: Bounds = Bounds()) throws(ChatError) {
        let path = "\(try environment.stateDirectory)/outbox"
        shownAs = environment.abbreviated(path)
        directory = PrivateDirectory(path: path, shownAs: shownAs)
        // No name that a shell's own file can have.
        name = "queue.\(OutboxJournal.fileName(of: identity))"
        self.bounds = bounds
    }

    /// Whether anything may wait; makes nothing, and never fails.
    var isThere: Bool {
        var status = stat()
        return "\(directory.path)/\(name)".withRawBytes { stat($0, &status) } == 0 && status.st_size > 0
    }

    /// What waits, in the order in which it was added.
    ///
    /// - Throws: `ChatError` with code `configuration` when it is not what this version wrote, or `file-access`.
    func waiting() throws(ChatError) -> [OutgoingMessage] {
        guard let directory = try directory.open(), let file = try open(in: directory, 0) else { return [] }
        return try journal(of: file).entries.map(\.message)
    }

    /// Adds messages, but for those that wait already; returns when they are on the disk.
    ///
    /// - Throws: `ChatError` with code `quota-exceeded`, `configuration` or `file-access`; none is added then.
    func add(_ messages: [OutgoingMessage]) throws(ChatError) {
        let directory = try directory.openOrCreate()
        guard let file = try open(in: directory, O_CREAT) else { return }
        let journal = try journal(of: file)
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
            try OutboxJournal.append(buffer, to: file, shownAs: shownAs)
        } catch {
            if journal.length == 0 { unlinkat(directory.number, name, 0) }
            throw error
        }
        if journal.length == 0 { fsync(directory.number) }
    }

    /// Strikes messages that were stored, or refused, so that they are not sent any more.
    ///
    /// - Throws: `ChatError` with code `configuration` or `file-access`; they are sent again then.
    func settle(_ done: Set<MessageID>) throws(ChatError) {
        guard !done.isEmpty, let directory = try directory.open(), let file = try open(in: directory, 0) else { return }
        let journal = try journal(of: file)
        let left = journal.entries.filter { !done.contains($0.message.id) }
        guard !left.isEmpty else {
            unlinkat(directory.number, name, 0)
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
            try OutboxJournal.append(buffer, to: file, shownAs: shownAs)
        }
    }

    /// The right to send what waits.
    struct Turn: ~Copyable {
        fileprivate let directory: Descriptor
        fileprivate let lock: Descriptor
        fileprivate let name: String

        // Said in so many words, for a program that is just being started holds a copy of the lock until it runs.
        deinit {
            unlinkat(directory.number, name, 0)
            flock(lock.number, LOCK_UN)
        }
    }

    /// Takes the right to send what waits, which one process has at a time and loses when it ends.
    ///
    /// - Returns: `nil` when another process has it.
    /// - Throws: `ChatError` with code `configuration` or `file-access`.
    func turn() throws(ChatError) -> Turn? {
        let directory = try directory.openOrCreate()
        let flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK
        guard let lock = Descriptor("turn.\(name)", in: directory.number, flags, mode: 0o600) else {
            throw SystemError.last.chatError(.fileAccess, "cannot write into \(shownAs)")
        }
        // One that lost its name meanwhile is nobody's turn.
        guard flock(lock.number, LOCK_EX | LOCK_NB) == 0, lock.status?.st_nlink ?? 0 > 0 else { return nil }
        return Turn(directory: directory, lock: lock, name: "turn.\(name)")
    }

    /// Opens and locks the file; `nil` when there is none and none is to be made.
    private func open(in directory: borrowing Descriptor, _ more: Int32) throws(ChatError) -> Descriptor? {
        while true {
            let flags = O_RDWR | O_APPEND | O_NOFOLLOW | O_NONBLOCK | more
            guard let file = Descriptor(name, in: directory.number, flags, mode: 0o600) else {
                let error = SystemError.last
                if error.number == ENOENT { return nil }
                throw error.chatError(.fileAccess, "cannot write into \(shownAs)")
            }
            guard let status = file.status, status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid() else {
                throw ChatError(.configuration, "\(shownAs)/\(name) is no file of this user", hint: "Move it away.")
            }
            while flock(file.number, LOCK_EX) != 0 {
                guard errno == EINTR else { throw SystemError.last.chatError(.fileAccess, "cannot lock \(shownAs)") }
            }
            // One that lost its name before it was locked is read by nobody.
            guard file.status?.st_nlink ?? 0 > 0 else { continue }
            // The umask may have taken the user's own rights away.
            if more & O_CREAT != 0 { fchmod(file.number, 0o600) }
            return file
        }
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
        if journal.length < bytes.count { ftruncate(file.number, off_t(journal.length)) }
        return journal
    }

    /// Puts a shorter file in the place of the one that is locked.
    private func replace(
        in directory: borrowing Descriptor, with messages: [OutgoingMessage]
    ) throws(ChatError) {
        var buffer = ByteBuffer()
        for (number, message) in zip(UInt64(1)..., messages) { try OutboxJournal.add(message, as: number, to: &buffer) }
        let temporary = "new.\(name)"
        let flags = O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW
        guard let file = Descriptor(temporary, in: directory.number, flags, mode: 0o600),
            fchmod(file.number, 0o600) == 0, file.write(Array(buffer.readableBytesView)), fsync(file.number) == 0,
            renameat(directory.number, temporary, directory.number, name) == 0
        else {
            let error = SystemError.last
            unlinkat(directory.number, temporary, 0)
            throw error.chatError(.fileAccess, "cannot write into \(shownAs)")
        }
        fsync(directory.number)
    }

    private func full(_ what: String) -> ChatError {
        ChatError(
            .quotaExceeded, "\(what) wait for this server, and no more are kept",
            hint: "'chatroom send --flush' sends them when it is back.")
    }
}
