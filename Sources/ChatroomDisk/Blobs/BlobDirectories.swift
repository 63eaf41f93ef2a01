internal import ChatroomCore
internal import ChatroomSystem
internal import Glibc

/// The directories of a blob store, opened once: `uploads` for what is being received, `blobs` for what is whole.
///
/// Every name is looked up in one of these descriptors, so nobody who moves a directory meanwhile makes the store
/// read or write elsewhere. Directories have mode 0700 and files 0600 whatever the umask is.
final class BlobDirectories: Sendable {
    let root: Directory
    let uploads: Directory
    let blobs: Directory

    /// Opens the directories and makes those that are missing; blocks.
    ///
    /// - Throws: ``BlobFault``.
    init(path: String) throws(BlobFault) {
        let made = try Self.make(path, in: .working)
        root = try Self.open(path, in: .working)
        try Self.make("uploads", in: root)
        try Self.make("blobs", in: root)
        uploads = try Self.open("uploads", in: root)
        blobs = try Self.open("blobs", in: root)
        guard root.flush() else { throw .last }
        if made { guard let parent = root.directory(".."), parent.flush() else { throw .last } }
    }

    /// Opens what was received of a file that is not whole, and makes it if there is nothing.
    ///
    /// - Throws: ``BlobFault``, also when something else is in its place.
    func openUpload(_ id: FileID) throws(BlobFault) -> BlobFile {
        let file = try BlobFile(id.description, in: uploads, O_RDWR | O_CREAT)
        _ = try file.size()
        guard file.descriptor.setMode(0o600) else { throw .last }
        return file
    }

    /// How many bytes were received of a file that is not whole; 0 when there is no such file.
    func uploadSize(_ id: FileID) -> Int64 {
        guard let status = uploads.status(of: id.description) else { return 0 }
        return status.st_mode & S_IFMT == S_IFREG ? Int64(status.st_size) : 0
    }

    /// Removes what was received of a file, if there is anything.
    func removeUpload(_ id: FileID) throws(BlobFault) {
        guard uploads.remove(id.description) else { throw .last }
    }

    /// The names in one of the directories.
    ///
    /// - Throws: ``BlobFault``.
    func names(in directory: Directory) throws(BlobFault) -> [String] {
        guard let names = directory.names() else { throw .last }
        return names
    }

    /// Opens one of the directories in `blobs`.
    ///
    /// - Throws: ``BlobFault``.
    func openFan(_ fan: String) throws(BlobFault) -> Directory {
        guard let opened = blobs.directory(fan) else { throw .last }
        return opened
    }

    /// Opens one of the directories in `blobs`, and makes it if it is missing.
    ///
    /// - Throws: ``BlobFault``.
    func makeFan(_ fan: String) throws(BlobFault) -> Directory {
        try Self.make(fan, in: blobs)
        return try Self.open(fan, in: blobs)
    }

    /// Makes a directory and tells whether it was missing.
    @discardableResult
    private static func make(_ name: String, in directory: Directory) throws(BlobFault) -> Bool {
        if directory.make(name) { return true }
        guard errno == EEXIST else { throw .last }
        return false
    }

    private static func open(_ name: String, in directory: Directory) throws(BlobFault) -> Directory {
        guard let opened = directory.directory(name), opened.setMode(0o700) else { throw .last }
        return opened
    }
}
