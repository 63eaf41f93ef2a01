internal import ChatroomCore
internal import Glibc

/// The directories of a blob store, opened once: `uploads` for what is being received, `blobs` for what is whole.
///
/// Every name is looked up in one of these descriptors, so nobody who moves a directory meanwhile makes the store
/// read or write elsewhere. Directories have mode 0700 and files 0600 whatever the umask is.
final class BlobDirectories: Sendable {
    let root: BlobFile
    let uploads: BlobFile
    let blobs: BlobFile

    /// Opens the directories and makes those that are missing; blocks.
    ///
    /// - Throws: ``BlobFault``.
    init(path: String) throws(BlobFault) {
        let made = try Self.make(path, in: nil)
        root = try Self.open(path, in: nil)
        try Self.make("uploads", in: root)
        try Self.make("blobs", in: root)
        uploads = try Self.open("uploads", in: root)
        blobs = try Self.open("blobs", in: root)
        try Self.flush(root)
        if made { try Self.flush(BlobFile("..", in: root, O_RDONLY | O_DIRECTORY)) }
    }

    /// Opens what was received of a file that is not whole, and makes it if there is nothing.
    ///
    /// - Throws: ``BlobFault``, also when something else is in its place.
    func openUpload(_ id: FileID) throws(BlobFault) -> BlobFile {
        let file = try BlobFile(id.description, in: uploads, O_RDWR | O_CREAT)
        _ = try file.size()
        try file.setMode(0o600)
        return file
    }

    /// How many bytes were received of a file that is not whole; 0 when there is no such file.
    func uploadSize(_ id: FileID) -> Int64 {
        var status = stat()
        guard uploads.use({ fstatat($0, id.description, &status, AT_SYMLINK_NOFOLLOW) }) == 0 else { return 0 }
        return status.st_mode & S_IFMT == S_IFREG ? Int64(status.st_size) : 0
    }

    /// Removes what was received of a file, if there is anything.
    func removeUpload(_ id: FileID) throws(BlobFault) {
        try Self.remove(id.description, in: uploads)
    }

    /// Opens one of the directories in `blobs`.
    ///
    /// - Throws: ``BlobFault``.
    func openFan(_ fan: String) throws(BlobFault) -> BlobFile {
        try BlobFile(fan, in: blobs, O_RDONLY | O_DIRECTORY)
    }

    /// Opens one of the directories in `blobs`, and makes it if it is missing.
    ///
    /// - Throws: ``BlobFault``.
    func makeFan(_ fan: String) throws(BlobFault) -> BlobFile {
        try Self.make(fan, in: blobs)
        return try Self.open(fan, in: blobs)
    }

    /// Removes a name from a directory, if it is there.
    static func remove(_ name: String, in directory: BlobFile) throws(BlobFault) {
        guard directory.use({ unlinkat($0, name, 0) }) == 0 || errno == ENOENT else { throw .last }
    }

    /// Makes the names in a directory durable.
    ///
    /// - Parameters:
    ///   - directory: The directory.
    ///   - flush: What does it.
    /// - Throws: ``BlobFault``.
    static func flush(_ directory: BlobFile, with flush: (CInt) -> CInt = fsync) throws(BlobFault) {
        // Some file systems cannot flush a directory and say so with EINVAL; they are no less durable for it.
        while directory.use(flush) != 0, errno != EINVAL {
            guard errno == EINTR else { throw .last }
        }
    }

    /// Makes a directory and tells whether it was missing.
    @discardableResult
    private static func make(_ name: String, in directory: BlobFile?) throws(BlobFault) -> Bool {
        if BlobFile.use(directory, { mkdirat($0, name, 0o700) }) == 0 { return true }
        guard errno == EEXIST else { throw .last }
        return false
    }

    private static func open(_ name: String, in directory: BlobFile?) throws(BlobFault) -> BlobFile {
        let opened = try BlobFile(name, in: directory, O_RDONLY | O_DIRECTORY)
        try opened.setMode(0o700)
        return opened
    }
}
