internal import ChatroomCore
internal import ChatroomSystem
internal import Glibc

/// Why the system did not do what the blob store asked of it.
enum BlobFault: Error, Equatable {
    /// The number of the error, errno(3).
    case system(CInt)
    /// Something that is no regular file, such as a directory or a symbolic link, is where a file should be.
    case notAFile

    /// The error of the last call in this thread.
    static var last: BlobFault { .system(errno) }

    /// Whether there is no room on the disk, or no more for this user.
    var isFull: Bool {
        if case .system(let number) = self { SystemError(number).isFull } else { false }
    }

    /// Whether there is nothing of that name.
    var isMissing: Bool { self == .system(ENOENT) }

    /// The fault as others see it: `storage-full` when there is no room, otherwise `storage`.
    ///
    /// - Parameter what: What could not be done, such as "the file could not be read".
    /// - Returns: The error.
    func chatError(_ what: String) -> ChatError {
        isFull ? ChatError(.storageFull, "the server's disk is full") : ChatError(.storage, "\(what) (\(words))")
    }

    private var words: String {
        switch self {
        case .notAFile: "it is not a regular file"
        case .system(let number): SystemError(number).words
        }
    }
}
