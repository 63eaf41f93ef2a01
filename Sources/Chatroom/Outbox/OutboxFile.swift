internal import ChatroomCore
internal import ChatroomSystem
internal import Glibc
internal import NIOCore

/// A file of messages that were typed and may not be stored yet: mode 0600, one for each running shell.
///
/// It is an ``OutboxJournal`` in which what was refused is struck. Messages that were stored need no mark: to send one
/// again under its id changes nothing. The file is locked while its shell runs, so a file without a lock was left behind by a
/// shell that was killed; the next one takes its messages over. Every call blocks for as long as the disk takes.
struct OutboxFile: ~Copyable {
    private let directory: Descriptor
    private let file: Descriptor
    private let name: String
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
    static func make(for identity: String, environment: Environment) throws(ChatError) -> OutboxFile {
        let path = "\(try environment.stateDirectory)/outbox"
        let shownAs = environment.abbreviated(path)
        let directory = try PrivateDirectory(path: path, shownAs: shownAs).openOrCreate()
        while true {
            let name = "\(prefix(identity))\(getpid()).\(UInt32.random(in: .min ... .max))"
            let flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_APPEND
            guard let file = Descriptor(name, in: directory.number, flags, mode: 0o600),
                fchmod(file.number, 0o600) == 0
            else { throw SystemError.last.chatError(.fileAccess, "cannot write into \(shownAs)") }
            // Another shell that saw it before it was locked may have removed it as one that was left behind.
            guard flock(file.number, LOCK_EX | LOCK_NB) == 0, file.status?.st_nlink ?? 0 > 0 else { continue }
            return OutboxFile(directory: directory, file: file, name: name, shownAs: shownAs)
        }
    }

    private init(
        directory: consuming Descriptor, file: consuming Descriptor, name: String, shownAs: String
    ) {
        self.directory = directory
        self.file = file
        self.name = name
        self.shownAs = shownAs
    }

    // Said in so many words, for a program that is just being started holds copies of all descriptors until it runs, and
    // the lock with them.
    deinit { flock(file.number, LOCK_UN) }

    /// Takes over what shells that were killed left behind.
    ///
    /// - Parameter identity: The profile, the server and the user that it is for.
    /// - Returns: The messages, in the order in which they were typed, in this file now.
    /// - Throws: `ChatError` with code `file-access`.
    mutating func adopt(for identity: String) throws(ChatError) -> [OutgoingMessage] {
        var messages: [OutgoingMessage] = []
        for name in try names(beginningWith: Self.prefix(identity)) where name != self.name {
            // One that another shell took over meanwhile has no name any more.
            guard let left = Descriptor(name, in: directory.number, O_RDONLY | O_NOFOLLOW),
                flock(left.number, LOCK_EX | LOCK_NB) == 0, left.status?.st_nlink ?? 0 > 0,
                let bytes = left.read(upTo: OutboxJournal.limit), bytes.count < OutboxJournal.limit
            else { continue }
            let journal = OutboxJournal(bytes)
            let found = journal.entries.map(\.message)
            try append(found)
            if journal.isUnderstood {
                unlinkat(directory.number, name, 0)
            } else {
                // A later version may understand the rest.
                renameat(directory.number, name, directory.number, "unread.\(name)")
            }
            messages += found
        }
        return messages
    }

    /// Adds messages; returns when they are on the disk.
    mutating func append(_ messages: [OutgoingMessage]) throws(ChatError) {
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
    mutating func strike(_ id: MessageID) throws(ChatError) {
        guard let number = numbers.removeValue(forKey: id) else { return }
        var buffer = ByteBuffer()
        try OutboxJournal.strike(number, to: &buffer)
        try write(buffer)
    }

    /// Notes that nothing waits any more.
    mutating func clear() {
        numbers = [:]
        ftruncate(file.number, 0)
    }

    /// Removes the file, if nothing waits in it.
    func remove() {
        if file.status?.st_size == 0 { unlinkat(directory.number, name, 0) }
    }

    private func write(_ buffer: ByteBuffer) throws(ChatError) {
        try OutboxJournal.append(buffer, to: file, shownAs: shownAs)
    }

    private func names(beginningWith prefix: String) throws(ChatError) -> [String] {
        guard let stream = fdopendir(fcntl(directory.number, F_DUPFD_CLOEXEC, 0)) else {
            throw SystemError.last.chatError(.fileAccess, "cannot read \(shownAs)")
        }
        defer { closedir(stream) }
        rewinddir(stream)
        var names: [(name: String, seconds: Int, nanoseconds: Int)] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            var status = stat()
            guard name.hasPrefix(prefix), fstatat(directory.number, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
                continue
            }
            names.append((name, status.st_mtim.tv_sec, status.st_mtim.tv_nsec))
        }
        return names.sorted { ($0.seconds, $0.nanoseconds) < ($1.seconds, $1.nanoseconds) }.map(\.name)
    }

    /// How the names of the files of one identity begin.
    private static func prefix(_ identity: String) -> String { "\(OutboxJournal.fileName(of: identity))." }
}
