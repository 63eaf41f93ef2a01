internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomWire

/// Whether somebody may read a file, and how often.
struct FileGate {
    let services: Services
    let identity: Identity

    /// Counts a download with its first piece, and lets it go on for as long as it gets on.
    func count(_ file: Attachment, through offset: Int64, _ download: inout OpenFiles.Download) async throws {
        let (account, now) = (identity.account.id, services.clock.now())
        if !download.isCounted {
            if !services.downloads.isOpen(file.id, of: account, at: now) {
                guard try await services.engines.files.takeDownload(of: file.id, by: account, again: false, at: now) else {
                    throw ChatError.noFile(file.id)
                }
                services.downloads.begin(file.id, of: account, at: now)
            }
            download.isCounted = true
        }
        guard services.downloads.advance(file, of: account, through: offset, at: now) else { return }
        _ = try await services.engines.files.takeDownload(of: file.id, by: account, again: true, at: now)
    }

    /// Finds a file whose message the user may read; asks the same of the store whether there is one or not.
    func look(_ id: FileID, isCounted: Bool = false) async throws -> StoredFile {
        let stored = try await kept(id, isCounted: isCounted)
        let access = try await services.engines.rooms.access(identity.account.id, to: stored?.conversation ?? .none)
        guard let stored, let access, RoomRights.verdict(.read, access, identity.account.user) == .granted else {
            throw ChatError.noFile(id)
        }
        return stored
    }

    /// Finds a file that is kept and may be fetched as often as this.
    func kept(_ id: FileID, isCounted: Bool) async throws -> StoredFile? {
        let (account, now) = (identity.account.id, services.clock.now())
        let isCounted = isCounted || services.downloads.isOpen(id, of: account, at: now)
        return try await services.engines.files.storedFile(id, for: account, isCounted: isCounted, at: now)
    }
}

extension ChatError {
    /// The same words for what does not exist, what may not be known of, and what is not kept any more.
    static func noFile(_ id: FileID) -> ChatError {
        ChatError(
            .notFound, "there is no file \(id), or it is gone", hint: "'chatroom getfile --list' shows what there is."
        )
    }
}
