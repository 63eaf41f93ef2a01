internal import ChatroomCore
internal import Glibc

/// Whether nobody but this user and root can put something else in the place of what a path leads to.
///
/// Who may write to a directory may rename what is in it, whoever that belongs to, unless the directory is sticky as
/// /tmp is. So each directory on the way is looked at: those that the path names, for a link among them may be replaced,
/// and those above them up to the root (as sshd(8) does for StrictModes).
enum PathTrust {
    /// O_PATH (open(2)), which Glibc's headers show to GNU programs only, needs no right to read the directory.
    private static let flags = 0o10_000_000 | O_DIRECTORY | O_CLOEXEC

    /// Looks at the directories above something that need not exist yet.
    ///
    /// - Throws: ``ChatError`` with code `configuration` that names the directory and what to run.
    static func check(_ path: String) throws(ChatError) {
        let path = path.hasPrefix("/") ? path : "./" + path
        var seen: Set<Place> = []
        // Scalar by scalar: with a mark behind it, a slash is part of another Character.
        let scalars = path.unicodeScalars
        for slash in scalars.indices where scalars[slash] == "/" {
            let prefix = String(scalars[...slash])
            let directory = prefix.withRawBytes { open($0, flags) }
            guard directory >= 0 else {
                // What is not there yet is made by this user, in what was looked at.
                if errno == ENOENT { return }
                throw refusal(prefix, "cannot be read (\(String(cString: strerror(errno))))", hint: nil)
            }
            try climb(from: directory, on: path, &seen)
        }
    }

    /// Which directory it is.
    private struct Place: Hashable {
        let device: dev_t
        let number: ino_t
    }

    /// Looks at a directory and those above it; closes it.
    private static func climb(from start: CInt, on path: String, _ seen: inout Set<Place>) throws(ChatError) {
        var directory = start
        defer { close(directory) }
        while true {
            var status = stat()
            guard fstat(directory, &status) == 0 else {
                throw refusal(name(of: directory), "cannot be read", hint: nil)
            }
            // The root is above itself.
            guard seen.insert(Place(device: status.st_dev, number: status.st_ino)).inserted else { return }
            if let reason = reason(against: status) {
                throw refusal(
                    name(of: directory), "\(reason), who could put something else in the place of \(path)",
                    hint: "Use a path elsewhere, or run 'chmod go-w \(name(of: directory))' as its owner.")
            }
            let above = openat(directory, "..", flags)
            guard above >= 0 else {
                throw refusal(name(of: directory), "has a directory above it that cannot be read", hint: nil)
            }
            close(directory)
            directory = above
        }
    }

    /// Why a directory is not to be trusted; `nil` when it is.
    static func reason(against status: stat) -> String? {
        guard status.st_uid == geteuid() || status.st_uid == 0 else {
            return "belongs to another user (uid \(status.st_uid))"
        }
        let mode = status.st_mode & 0o7777
        // In a sticky directory nobody renames what belongs to others.
        guard mode & 0o022 != 0, mode & S_ISVTX == 0 else { return nil }
        return "is writable by others (mode 0\(String(mode, radix: 8)))"
    }

    private static func name(of directory: CInt) -> String {
        var bytes = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/fd/\(directory)", &bytes, bytes.count)
        return count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : "a directory"
    }

    private static func refusal(_ directory: String, _ what: String, hint: String?) -> ChatError {
        ChatError(.configuration, "\(directory) \(what)", hint: hint)
    }
}
