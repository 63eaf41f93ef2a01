internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomWire

/// Keeps a file all of whose bytes are there; answers again when the first answer was lost.
extension FinishFile: MemberCall {
    func handle(as identity: Identity, _ visit: inout Visit) async throws -> Outcome<Done> {
        let services = visit.services
        let now = services.clock.now()
        if visit.files.uploads[file] != nil {
            try await services.engines.blobs.finish(file, size: size, digest: digest)
            visit.files.uploads[file] = nil
        } else {
            let known = try await services.engines.files.pendingFile(file, of: identity.account.id)
            guard let known, known.digest == digest, known.size == size else {
                throw ChatError.noUpload(file)
            }
        }
        let end = expires.map { Timestamp(milliseconds: now.milliseconds + $0.wholeMilliseconds) }
        try await services.engines.files.finishFile(
            file,
            as: WholeFile(
                size: size, digest: digest, expires: end, downloads: downloads),
            quota: services.limits.fileQuota, at: now)
        return .done
    }
}
