internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomWire
internal import NIOCore

/// Adds bytes to a file.
extension FileChunk: MemberCall {
    /// How often the room on the disk is looked at, in bytes.
    private static let checkedEvery: Int64 = 16 * 1024 * 1024

    /// How often, in milliseconds, it is noted that a file is still being sent.
    private static func notedEvery(_ limits: Limits) -> Int64 {
        min(limits.uploadIdleTime.wholeMilliseconds / 10, limits.uploadTime.wholeMilliseconds / 2)
    }

    func handle(as identity: Identity, _ visit: inout Visit) async throws -> Outcome<Done> {
        let services = visit.services
        guard var upload = visit.files.uploads[file] else { throw ChatError.noUpload(file) }
        let (end, isTooFar) = offset.addingReportingOverflow(Int64(bytes.readableBytes))
        guard !isTooFar, end <= upload.limit else {
            throw ChatError(.tooLarge, "file \(file) has more than \(upload.limit) bytes")
        }
        let epoch = services.rights.current
        if upload.epoch != epoch {
            try await visit.lookup(for: identity).check(upload.conversation, for: .write)
            upload.epoch = epoch
        }
        let now = services.clock.now()
        // Also for the first piece, so that little is kept that is not counted.
        let isDue = offset == 0 || offset / Self.checkedEvery != end / Self.checkedEvery
        if isDue { try await services.checkRoom(forFile: 0) }
        if isDue || abs(now.milliseconds - upload.noted.milliseconds) > Self.notedEvery(services.limits) {
            try await services.engines.files.noteReceived(end, of: file, quota: services.limits.fileQuota, at: now)
            upload.noted = now
        }
        try await services.engines.blobs.append(bytes, to: file, at: offset)
        visit.files.uploads[file] = upload
        return .done
    }
}
