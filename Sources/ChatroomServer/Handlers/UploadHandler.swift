internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomWire
internal import NIOCore

/// Takes files: bytes first, then the message that brings them.
struct UploadHandler {
    let services: Services
    let identity: Identity

    /// How often the room on the disk is looked at, in bytes.
    private static let checkedEvery: Int64 = 16 * 1024 * 1024
    /// How often, in milliseconds, it is noted that a file is still being sent.
    private var notedEvery: Int64 {
        min(limits.uploadIdleTime.wholeMilliseconds / 10, limits.uploadTime.wholeMilliseconds / 2)
    }

    private var limits: Limits { services.configuration.limits }

    /// Begins a file, or goes on with one.
    func begin(_ request: UploadFile, _ files: inout OpenFiles) async throws -> Reply {
        try OpenFiles.check(files.uploads.count)
        let epoch = services.rights.current
        let access = try await ConversationLookup(services: services, identity: identity)
            .find(request.target, for: .write)
        let now = services.clock.now()
        if let id = request.resume {
            let known = try await services.engines.files.pendingFile(id, of: identity.account.id)
            guard let known, known.conversation == access.conversation, known.name == request.name else {
                throw Self.unknown(id)
            }
            if let digest = known.digest, let size = known.size {
                return .uploading(Uploading(file: id, received: size, digest: digest))
            }
            try await services.engines.files.noteReceived(
                await services.engines.blobs.received(id), of: id, quota: limits.fileQuota, at: now)
            return try await open(id, in: access.conversation, known.size, epoch, now, &files)
        }
        try await checkSize(request.size ?? 0)
        while true {
            var random = SystemRandomNumberGenerator()
            let file = PendingFile(
                id: FileID(using: &random), conversation: access.conversation, name: request.name,
                type: MediaType.ofFile(named: request.name.text), size: request.size, touched: now)
            guard try await note(file) else { continue }
            return try await open(file.id, in: access.conversation, request.size, epoch, now, &files)
        }
    }

    /// Notes a new file.
    ///
    /// - Returns: False when there is one of this id.
    private func note(_ file: PendingFile) async throws(ChatError) -> Bool {
        do {
            try await services.engines.files.beginFile(file, of: identity.account.id, quota: limits.fileQuota)
            return true
        } catch {
            guard error.code == .exists else { throw error }
            return false
        }
    }

    private func open(
        _ id: FileID, in conversation: Conversation.ID, _ size: Int64?, _ epoch: UInt64, _ now: Timestamp,
        _ files: inout OpenFiles
    ) async throws -> Reply {
        let prefix = try await services.engines.blobs.open(id)
        files.uploads[id] = OpenFiles.Upload(
            conversation: conversation, limit: size ?? Int64(limits.fileBytes), epoch: epoch, noted: now)
        return .uploading(Uploading(file: id, received: prefix.size, digest: prefix.digest))
    }

    /// Adds bytes to a file.
    func put(_ chunk: FileChunk, _ files: inout OpenFiles) async throws -> Reply {
        guard var upload = files.uploads[chunk.file] else { throw Self.unknown(chunk.file) }
        let (end, isTooFar) = chunk.offset.addingReportingOverflow(Int64(chunk.bytes.readableBytes))
        guard !isTooFar, end <= upload.limit else {
            throw ChatError(.tooLarge, "file \(chunk.file) has more than \(upload.limit) bytes")
        }
        let epoch = services.rights.current
        if upload.epoch != epoch {
            try await ConversationLookup(services: services, identity: identity)
                .check(upload.conversation, for: .write)
            upload.epoch = epoch
        }
        let now = services.clock.now()
        // Also for the first piece, so that little is kept that is not counted.
        let isDue = chunk.offset == 0 || chunk.offset / Self.checkedEvery != end / Self.checkedEvery
        if isDue { try await checkSize(0) }
        if isDue || abs(now.milliseconds - upload.noted.milliseconds) > notedEvery {
            try await services.engines.files.noteReceived(end, of: chunk.file, quota: limits.fileQuota, at: now)
            upload.noted = now
        }
        try await services.engines.blobs.append(chunk.bytes, to: chunk.file, at: chunk.offset)
        files.uploads[chunk.file] = upload
        return .done
    }

    /// Keeps a file all of whose bytes are there; answers again when the first answer was lost.
    func finish(_ request: FinishFile, _ files: inout OpenFiles) async throws -> Reply {
        let now = services.clock.now()
        if files.uploads[request.file] != nil {
            try await services.engines.blobs.finish(request.file, size: request.size, digest: request.digest)
            files.uploads[request.file] = nil
        } else {
            let known = try await services.engines.files.pendingFile(request.file, of: identity.account.id)
            guard let known, known.digest == request.digest, known.size == request.size else {
                throw Self.unknown(request.file)
            }
        }
        let expires = request.expires.map { Timestamp(milliseconds: now.milliseconds + $0.wholeMilliseconds) }
        try await services.engines.files.finishFile(
            request.file,
            as: WholeFile(
                size: request.size, digest: request.digest, expires: expires, downloads: request.downloads),
            quota: limits.fileQuota, at: now)
        return .done
    }

    /// Forgets a file.
    func discard(_ id: FileID, _ files: inout OpenFiles) async throws -> Reply {
        let known = try await services.engines.files.pendingFile(id, of: identity.account.id)
        guard let known else { throw Self.unknown(id) }
        files.uploads[id] = nil
        try await services.engines.files.discardFile(id, of: identity.account.id)
        if known.digest == nil { try await services.engines.blobs.discard(id) }
        return .done
    }

    /// Lists the user's files that no message brings yet.
    func list() async throws -> Reply {
        var uploads: [PendingUpload] = []
        for file in try await services.engines.files.pendingFiles(of: identity.account.id) {
            let summary = try await services.engines.rooms.summary(of: file.conversation, for: identity.account.id)
            guard let summary else { continue }
            let received = file.digest == nil ? await services.engines.blobs.received(file.id) : file.size ?? 0
            uploads.append(
                PendingUpload(
                    file: file.id, target: summary.target, name: file.name, size: file.size, received: received,
                    touched: file.touched, isFinished: file.digest != nil))
        }
        return .uploads(uploads)
    }

    /// Refuses a file that is too large, or for which the disk has no room.
    private func checkSize(_ size: Int64) async throws {
        guard size <= limits.fileBytes else {
            throw ChatError(.tooLarge, "a file has at most \(limits.fileBytes) bytes here, this has \(size)")
        }
        let space = try await services.engines.blobs.space()
        guard space.available - size >= space.total / 100 * Int64(limits.freeSpacePercent) else {
            throw ChatError(
                .storageFull, "the server has no room for files",
                hint: "Try again when somebody has made room there.", retryAfter: .seconds(600))
        }
    }

    private static func unknown(_ id: FileID) -> ChatError {
        ChatError(.notFound, "you have no unfinished upload \(id)")
    }
}
