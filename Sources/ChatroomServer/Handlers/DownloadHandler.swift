internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomWire
internal import NIOCore

/// Gives files to those who may read the messages that bring them.
struct DownloadHandler {
    let services: Services
    let identity: Identity

    /// After so many pieces it is looked at anew whether the user may read it.
    private static let checkedEvery = 64
    /// How long it is taken for granted that a file is kept whose time may be over; a deletion is felt at once.
    private static let keptFor: Duration = .seconds(1)

    /// Tells of a file, which may be read from here on.
    func open(_ id: FileID, _ files: inout OpenFiles) async throws -> Reply {
        // A file that was read before is opened again when it is needed.
        if files.downloads[id] == nil, files.downloads.count >= OpenFiles.limit { files.downloads.removeAll() }
        let (epoch, erased, time) = (services.rights.current, services.erasures.current, services.uptime)
        let stored = try await look(id)
        let summary = try await services.engines.rooms.summary(of: stored.conversation, for: identity.account.id)
        guard let summary else { throw Self.unknown(id) }
        files.downloads[id] = OpenFiles.Download(stored: stored, epoch: epoch, erased: erased, looked: time)
        return .fileOpened(
            FileOpened(
                file: stored.attachment, target: summary.target, seq: stored.seq, sender: stored.sender,
                time: stored.time))
    }

    /// Gives a piece.
    func read(_ request: ReadFile, _ files: inout OpenFiles) async throws -> Reply {
        guard var download = files.downloads[request.file] else { throw Self.unknown(request.file) }
        let (epoch, erased, time) = (services.rights.current, services.erasures.current, services.uptime)
        download.pieces += 1
        files.downloads[request.file] = nil
        if download.epoch != epoch || download.pieces % Self.checkedEvery == 0 {
            _ = try await look(request.file, isCounted: download.isCounted)
            (download.epoch, download.erased, download.looked) = (epoch, erased, time)
        } else if download.erased != erased || time - download.looked >= Self.keptFor {
            // A file goes with its message, and no right changes then.
            guard try await kept(request.file, isCounted: download.isCounted) != nil else {
                throw Self.unknown(request.file)
            }
            (download.erased, download.looked) = (erased, time)
        }
        files.downloads[request.file] = download
        let file = download.stored.attachment
        let bytes = try await services.engines.blobs.read(file.digest, at: request.offset, count: request.count)
        // What gives no byte takes nothing, but for a file that has none.
        if bytes.readableBytes > 0 || file.size == 0 {
            try await count(file, through: request.offset + Int64(bytes.readableBytes), &download)
        }
        files.downloads[request.file] = download
        return .fileChunk(FileChunk(file: file.id, offset: request.offset, bytes: bytes))
    }

    /// Counts a download with its first piece, and lets it go on for as long as it gets on.
    private func count(_ file: Attachment, through offset: Int64, _ download: inout OpenFiles.Download) async throws {
        let (account, now) = (identity.account.id, services.clock.now())
        if !download.isCounted {
            if !services.downloads.isOpen(file.id, of: account, at: now) {
                guard try await services.engines.files.takeDownload(of: file.id, by: account, again: false, at: now)
                else {
                    throw Self.unknown(file.id)
                }
                services.downloads.begin(file.id, of: account, at: now)
            }
            download.isCounted = true
        }
        guard services.downloads.advance(file, of: account, through: offset, at: now) else { return }
        _ = try await services.engines.files.takeDownload(of: file.id, by: account, again: true, at: now)
    }

    /// Finds a file whose message the user may read; asks the same of the store whether there is one or not.
    private func look(_ id: FileID, isCounted: Bool = false) async throws -> StoredFile {
        let stored = try await kept(id, isCounted: isCounted)
        let access = try await services.engines.rooms.access(identity.account.id, to: stored?.conversation ?? .none)
        guard let stored, let access, RoomRights.verdict(.read, access, identity.account.user) == .granted else {
            throw Self.unknown(id)
        }
        return stored
    }

    /// Finds a file that is kept and may be fetched as often as this.
    private func kept(_ id: FileID, isCounted: Bool) async throws -> StoredFile? {
        let (account, now) = (identity.account.id, services.clock.now())
        let isCounted = isCounted || services.downloads.isOpen(id, of: account, at: now)
        return try await services.engines.files.storedFile(id, for: account, isCounted: isCounted, at: now)
    }

    /// The same words for what does not exist, what may not be known of, and what is not kept any more.
    private static func unknown(_ id: FileID) -> ChatError {
        ChatError(
            .notFound, "there is no file \(id), or it is gone", hint: "'chatroom getfile --list' shows what there is."
        )
    }
}
