public import ChatroomCore
public import Glibc

/// Whether nobody but this user and root can put something else in the place of what a path leads to.
///
/// Who may write to a directory may rename what is in it, whoever that belongs to, unless the directory is sticky as
/// /tmp is. So each directory on the way is looked at: those that the path names, for a link among them may be replaced,
/// and those above them up to the root (as sshd(8) does for StrictModes).
public enum PathTrust {
    /// O_PATH (open(2)), which Glibc's headers show to GNU programs only, needs no right to read the directory.
    private static let flags = 0o10_000_000 | O_DIRECTORY

    /// Looks at the directories above something that need not exist yet.
    ///
    /// - Throws: ``ChatError`` with code `configuration` that names the directory and what to run.
    public static func check(_ path: String) throws(ChatError) {
        let path = path.hasPrefix("/") ? path : "./" + path
        var seen: Set<Place> = []
        // Scalar by scalar: with a mark behind it, a slash is part of another Character.
        let scalars = path.unicodeScalars
        for slash in scalars.indices where scalars[slash] == "/" {
            let prefix = String(scalars[...slash])
            guard let directory = Descriptor(prefix, flags) else {
                // What is not there yet is made by this user, in what was looked at.
                if errno == ENOENT { return }
                throw refusal(prefix, "cannot be read (\(SystemError.last.given))", hint: nil)
            }
            try climb(from: directory, on: path, &seen)
        }
    }

    /// Which directory it is.
    private struct Place: Hashable {
        let device: dev_t
        let number: ino_t
    }

    /// Looks at a directory and those above it.
    private static func climb(
        from start: consuming Descriptor, on path: String, _ seen: inout Set<Place>
    ) throws(ChatError) {
        var directory = start
        while true {
            let name = directory.path ?? "a directory"
            guard let status = directory.status else { throw refusal(name, "cannot be read", hint: nil) }
            // The root is above itself.
            guard seen.insert(Place(device: status.st_dev, number: status.st_ino)).inserted else { return }
            if let reason = reason(against: status) {
                throw refusal(
                    name, "\(reason), who could put something else in the place of \(path)",
                    hint: "Use a path elsewhere, or run 'chmod go-w \(name)' as its owner.")
            }
            guard let above = Descriptor("..", in: directory.number, flags) else {
                throw refusal(name, "has a directory above it that cannot be read", hint: nil)
            }
            directory = above
        }
    }

    /// Why a directory is not to be trusted; `nil` when it is.
    public static func reason(against status: stat) -> String? {
        guard status.st_uid == geteuid() || status.st_uid == 0 else {
            return "belongs to another user (uid \(status.st_uid))"
        }
        let mode = status.st_mode & 0o7777
        // In a sticky directory nobody renames what belongs to others.
        guard mode & 0o022 != 0, mode & S_ISVTX == 0 else { return nil }
        return "is writable by others (mode 0\(String(mode, radix: 8)))"
    }

    private static func refusal(_ directory: String, _ what: String, hint: String?) -> ChatError {
        ChatError(.configuration, "\(directory) \(what)", hint: hint)
    }
}
