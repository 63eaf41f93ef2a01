internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomWire

/// Begins a file, or goes on with one: bytes first, then the message that brings them.
extension UploadFile: MemberCall {
    func handle(as identity: Identity, _ visit: inout Visit) async throws -> Outcome<Uploading> {
        let services = visit.services
        try OpenFiles.check(visit.files.uploads.count)
        let epoch = services.rights.current
        let access = try await visit.lookup(for: identity).find(target, for: .write)
        let now = services.clock.now()
        if let id = resume {
            let known = try await services.engines.files.pendingFile(id, of: identity.account.id)
            guard let known, known.conversation == access.conversation, known.name == name else {
                throw ChatError.noUpload(id)
            }
            if let digest = known.digest, let size = known.size {
                return .answer(Uploading(file: id, received: size, digest: digest))
            }
            try await services.engines.files.noteReceived(
                await services.engines.blobs.received(id), of: id, quota: services.limits.fileQuota, at: now)
            return try await open(id, in: access.conversation, known.size, epoch, now, &visit)
        }
        try await services.checkRoom(forFile: size ?? 0)
        while true {
            var random = SystemRandomNumberGenerator()
            let file = PendingFile(
                id: FileID(using: &random), conversation: access.conversation, name: name,
                type: MediaType.ofFile(named: name.text), size: size, touched: now)
            guard try await note(file, of: identity, services) else { continue }
            return try await open(file.id, in: access.conversation, size, epoch, now, &visit)
        }
    }

    /// Notes a new file.
    ///
    /// - Returns: False when there is one of this id.
    private func note(
        _ file: PendingFile, of identity: Identity, _ services: Services
    ) async throws(ChatError) -> Bool {
        do {
            try await services.engines.files.beginFile(file, of: identity.account.id, quota: services.limits.fileQuota)
            return true
        } catch {
            guard error.code == .exists else { throw error }
            return false
        }
    }

    private func open(
        _ id: FileID, in conversation: Conversation.ID, _ size: Int64?, _ epoch: UInt64, _ now: Timestamp,
        _ visit: inout Visit
    ) async throws -> Outcome<Uploading> {
        let prefix = try await visit.services.engines.blobs.open(id)
        visit.files.uploads[id] = OpenFiles.Upload(
            conversation: conversation, limit: size ?? Int64(visit.services.limits.fileBytes), epoch: epoch, noted: now)
        return .answer(Uploading(file: id, received: prefix.size, digest: prefix.digest))
    }
}

extension Services {
    var limits: Limits { configuration.limits }

    /// Refuses a file that is too large, or for which the disk has no room.
    func checkRoom(forFile size: Int64) async throws {
        guard size <= limits.fileBytes else {
            throw ChatError(.tooLarge, "a file has at most \(limits.fileBytes) bytes here, this has \(size)")
        }
        let space = try await engines.blobs.space()
        guard space.available - size >= space.total / 100 * Int64(limits.freeSpacePercent) else {
            throw ChatError(
                .storageFull, "the server has no room for files",
                hint: "Try again when somebody has made room there.", retryAfter: .seconds(600))
        }
    }
}

extension ChatError {
    static func noUpload(_ id: FileID) -> ChatError {
        ChatError(.notFound, "you have no unfinished upload \(id)")
    }
}
