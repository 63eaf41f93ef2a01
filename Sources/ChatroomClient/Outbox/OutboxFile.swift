public import ChatroomCore
public import ChatroomSystem
internal import Glibc
internal import NIOCore

/// A file of messages that were typed and may not be stored yet: mode 0600, one for each running shell.
///
/// It is an ``OutboxJournal`` in which what was refused is struck. Messages that were stored need no mark: to send one
/// again under its id changes nothing. The file is locked while its shell runs, so a file without a lock was left behind by a
/// shell that was killed; the next one takes its messages over. Every call blocks for as long as the disk takes.
public struct OutboxFile: ~Copyable {
    private let directory: Directory
    private let lock: LockFile
    private let shownAs: String
    private var numbers: [MessageID: UInt64] = [:]
    private var lastNumber: UInt64 = 0

    /// Makes a file for this process.
    ///
    /// - Parameters:
    ///   - identity: The profile, the server and the user that it is for.
    ///   - environment: The environment.
    /// - Returns: The file, empty and locked.
    /// - Throws: `ChatError` with code `configuration` or `file-access`.
    public static func make(for identity: String, environment: Environment) throws(ChatError) -> OutboxFile {
        let path = "\(try environment.stateDirectory)/outbox"
        let shownAs = environment.abbreviated(path)
        let directory = try PrivateDirectory(path: path, shownAs: shownAs).openOrCreate()
        while true {
            let name = "\(prefix(identity))\(getpid()).\(UInt32.random(in: .min ... .max))"
            // Another shell that sees it before it is locked may lock it, and remove it as one that was left behind.
            guard let lock = LockFile(name, in: directory, O_RDWR | O_CREAT | O_EXCL | O_APPEND, waits: false),
                lock.file.setMode(0o600)
            else {
                let error = SystemError.last
                if error.number == EWOULDBLOCK { continue }
                throw error.chatError(.fileAccess, "cannot write into \(shownAs)")
            }
            guard lock.isNamed else { continue }
            return OutboxFile(lock, in: directory, shownAs: shownAs)
        }
    }

    private init(_ lock: consuming LockFile, in directory: Directory, shownAs: String) {
        self.directory = directory
        self.lock = lock
        self.shownAs = shownAs
    }

    /// Takes over what shells that were killed left behind.
    ///
    /// - Parameter identity: The profile, the server and the user that it is for.
    /// - Returns: The messages, in the order in which they were typed, in this file now.
    /// - Throws: `ChatError` with code `file-access`.
    public mutating func adopt(for identity: String) throws(ChatError) -> [OutgoingMessage] {
        var messages: [OutgoingMessage] = []
        for name in try names(beginningWith: Self.prefix(identity)) where name != lock.name {
            // One that another shell took over meanwhile has no name any more.
            guard let left = LockFile(name, in: directory, O_RDONLY, waits: false), left.isNamed,
                let bytes = left.file.read(upTo: OutboxJournal.limit), bytes.count < OutboxJournal.limit
            else { continue }
            let journal = OutboxJournal(bytes)
            let found = journal.entries.map(\.message)
            try append(found)
            if journal.isUnderstood {
                directory.remove(name)
            } else {
                // A later version may understand the rest.
                directory.rename(name, to: "unread.\(name)")
            }
            messages += found
        }
        return messages
    }

    /// Adds messages; returns when they are on the disk.
    public mutating func append(_ messages: [OutgoingMessage]) throws(ChatError) {
        guard !messages.isEmpty else { return }
        var buffer = ByteBuffer()
        for message in messages {
            lastNumber += 1
            numbers[message.id] = lastNumber
            try OutboxJournal.add(message, as: lastNumber, to: &buffer)
        }
        try write(buffer)
    }

    /// Notes that a message was refused.
    public mutating func strike(_ id: MessageID) throws(ChatError) {
        guard let number = numbers.removeValue(forKey: id) else { return }
        var buffer = ByteBuffer()
        try OutboxJournal.strike(number, to: &buffer)
        try write(buffer)
    }

    /// Notes that nothing waits any more.
    public mutating func clear() {
        numbers = [:]
        lock.file.truncate(to: 0)
    }

    /// Removes the file, if nothing waits in it.
    public func remove() {
        if lock.file.status?.st_size == 0 { lock.remove() }
    }

    private func write(_ buffer: ByteBuffer) throws(ChatError) {
        try OutboxJournal.append(buffer, to: lock.file, shownAs: shownAs)
    }

    private func names(beginningWith prefix: String) throws(ChatError) -> [String] {
        guard let all = directory.names() else {
            throw SystemError.last.chatError(.fileAccess, "cannot read \(shownAs)")
        }
        let found = all.filter { $0.hasPrefix(prefix) }
            .compactMap { name in directory.status(of: name).map { (name: name, time: $0.st_mtim) } }
        return found.sorted { ($0.time.tv_sec, $0.time.tv_nsec) < ($1.time.tv_sec, $1.time.tv_nsec) }.map(\.name)
    }

    /// How the names of the files of one identity begin.
    private static func prefix(_ identity: String) -> String { "\(OutboxJournal.fileName(of: identity))." }
}
