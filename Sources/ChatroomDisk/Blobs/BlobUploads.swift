internal import ChatroomCore
internal import Synchronization

/// The files that are being received, at most one upload for each.
final class BlobUploads: Sendable {
    private let uploads = Mutex<[FileID: BlobUpload]>([:])

    /// The upload of a file, if it is being received.
    subscript(_ id: FileID) -> BlobUpload? { uploads.withLock { $0[id] } }

    /// Adds an upload unless its file has one, and returns the one that it has then.
    func claim(_ upload: BlobUpload) -> BlobUpload {
        uploads.withLock { uploads in
            if let holder = uploads[upload.id] { return holder }
            uploads[upload.id] = upload
            return upload
        }
    }

    /// Takes an upload out, if it is in.
    func release(_ upload: BlobUpload) {
        uploads.withLock { uploads in
            if uploads[upload.id] === upload { uploads[upload.id] = nil }
        }
    }

    /// Takes all out.
    func releaseAll() { uploads.withLock { $0 = [:] } }
}
