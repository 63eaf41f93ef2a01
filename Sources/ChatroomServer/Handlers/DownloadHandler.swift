internal import ChatroomCore
internal import ChatroomStore
internal import NIOCore

/// Gives files to those who may read the messages that bring them.
struct DownloadHandler {
    let services: Services
    let identity: Identity

    /// After so many pieces it is looked at anew whether the file is still there.
    private static let checkedEvery = 64

    /// Tells of a file, which may be read from here on.
    func open(_ id: FileID, _ files: inout OpenFiles) async throws -> Reply {
        // A file that was read before is opened again when it is needed.
        if files.downloads[id] == nil, files.downloads.count >= OpenFiles.limit { files.downloads.removeAll() }
        let epoch = services.rights.current
        let stored = try await look(id)
        let summary = try await services.store.summary(of: stored.conversation, for: identity.account.id)
        guard let summary else { throw Self.unknown(id) }
        files.downloads[id] = OpenFiles.Download(stored: stored, epoch: epoch)
        return .fileOpened(
            FileOpened(
                file: stored.attachment, target: summary.target, seq: stored.seq, sender: stored.sender,
                time: stored.time))
    }

    /// Gives a piece.
    func read(_ request: ReadFile, _ files: inout OpenFiles) async throws -> Reply {
        guard var download = files.downloads[request.file] else { throw Self.unknown(request.file) }
        let epoch = services.rights.current
        download.pieces += 1
        if download.epoch != epoch || download.pieces % Self.checkedEvery == 0 {
            files.downloads[request.file] = nil
            _ = try await look(request.file)
            download.epoch = epoch
        }
        let file = download.stored.attachment
        let bytes = try await services.blobs.read(file.digest, at: request.offset, count: request.count)
        if !download.isCounted, request.offset + Int64(bytes.readableBytes) >= file.size {
            guard
                try await services.store.takeDownload(
                    of: file.id, by: identity.account.id, at: services.clock.now())
            else { throw Self.unknown(file.id) }
            download.isCounted = true
        }
        files.downloads[request.file] = download
        return .fileChunk(FileChunk(file: file.id, offset: request.offset, bytes: bytes))
    }

    /// Finds a file whose message the user may read; asks the same of the store whether there is one or not.
    private func look(_ id: FileID) async throws -> StoredFile {
        let account = identity.account
        let stored = try await services.store.storedFile(id, for: account.id, at: services.clock.now())
        let access = try await services.store.access(account.id, to: stored?.conversation ?? .none)
        guard let stored, let access, RoomRights.verdict(.read, access, account.user) == .granted else {
            throw Self.unknown(id)
        }
        return stored
    }

    /// The same words for what does not exist, what may not be known of, and what is not kept any more.
    private static func unknown(_ id: FileID) -> ChatError {
        ChatError(
            .notFound, "there is no file \(id), or not any more", hint: "'chatroom getfile --list' shows what there is."
        )
    }
}
