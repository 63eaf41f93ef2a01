public import ChatroomCore
public import Glibc

/// A small file that only its user may read: mode 0600 in a ``PrivateDirectory``, whatever the umask.
///
/// A reader sees the old content or the new, never half of one, also after a power cut: what is written goes to a
/// temporary file, to the disk, and then takes the old one's place. Many processes of one user at once are normal, so
/// changes go through ``update(_:)``, one after the other. Links are not followed. Every call blocks for as long as the
/// disk takes, so none belongs on an event loop.
public struct PrivateFile: Sendable {
    private let parent: PrivateDirectory
    private let name: String
    /// How messages name the file: `~/.local/state/chatroom/credentials`.
    public let shownAs: String

    /// The most bytes that such a file may have.
    private static let limit = 1 << 20

    /// Names a file in a directory; neither need exist.
    public init(_ name: String, in directory: PrivateDirectory) {
        parent = directory
        self.name = name
        shownAs = "\(directory.shownAs)/\(name)"
    }

    /// Reads the file.
    ///
    /// - Returns: `nil` when it does not exist.
    /// - Throws: `ChatError` with code `configuration` when others may read it, own it, or it is no text; with code
    ///   `file-access` when reading failed.
    public func read() throws(ChatError) -> String? {
        guard let directory = try parent.open() else { return nil }
        return try read(in: directory)
    }

    /// Replaces the file's content.
    ///
    /// - Parameter text: The content.
    /// - Throws: `ChatError` with code `configuration` or `file-access`; the old content is still there then.
    public func write(_ text: String) throws(ChatError) {
        try write(text, in: try parent.openOrCreate())
    }

    /// Changes the file's content while no other process does.
    ///
    /// - Parameter change: Gets the content, `nil` when there is no file, and returns the new one; `nil` leaves the file
    ///   as it is.
    /// - Throws: What `change` throws, and `ChatError` with code `configuration` or `file-access`; the old content is
    ///   still there then.
    public func update(_ change: (String?) throws(ChatError) -> String?) throws(ChatError) {
        let directory = try parent.openOrCreate()
        // A file of its own, because the one that holds the content is another one after each change.
        guard let lock = LockFile("\(name).lock", in: directory, waits: true) else {
            throw SystemError.last.chatError(.fileAccess, "cannot lock \(shownAs)")
        }
        if let text = try change(try read(in: directory)) { try write(text, in: directory) }
        withExtendedLifetime(lock) {}
    }

    private func read(in directory: Directory) throws(ChatError) -> String? {
        guard let file = directory.open(name, O_RDONLY) else {
            let error = SystemError.last
            switch error.number {
            case ENOENT: return nil
            case ELOOP: throw ChatError(.configuration, "\(shownAs) is a symbolic link", hint: "Put the file there.")
            default: throw error.chatError(.fileAccess, "cannot read \(shownAs)")
            }
        }
        try check(file)
        guard let bytes = file.read(upTo: Self.limit + 1) else {
            throw SystemError.last.chatError(.fileAccess, "cannot read \(shownAs)")
        }
        guard bytes.count <= Self.limit, let text = String(validating: bytes, as: UTF8.self) else {
            throw ChatError(.configuration, "\(shownAs) is not what chatroom wrote", hint: "Move it away.")
        }
        return text
    }

    private func check(_ file: borrowing Descriptor) throws(ChatError) {
        guard let status = file.status, status.st_mode & S_IFMT == S_IFREG else {
            throw ChatError(.configuration, "\(shownAs) is no file")
        }
        guard status.st_uid == geteuid() else {
            throw ChatError(.configuration, "\(shownAs) belongs to another user")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw ChatError(
                .configuration, "\(shownAs) is readable by others (mode \(Self.octal(status.st_mode)))",
                hint: "Run: chmod 600 \(shownAs)")
        }
    }

    private func write(_ text: String, in directory: Directory) throws(ChatError) {
        let temporary = "\(name).\(getpid()).\(UInt32.random(in: .min ... .max)).tmp"
        guard directory.replace(name, with: Array(text.utf8), through: temporary) else {
            throw SystemError.last.chatError(.fileAccess, "cannot write \(shownAs)")
        }
    }

    /// A mode as chmod(1) takes it: `0644`.
    public static func octal(_ mode: mode_t) -> String {
        let digits = String(mode & 0o7777, radix: 8)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
