internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomWire

/// Forgets a file.
extension DiscardFile: MemberCall {
    func handle(as identity: Identity, _ visit: inout Visit) async throws -> Outcome<Done> {
        let services = visit.services
        let known = try await services.engines.files.pendingFile(file, of: identity.account.id)
        guard let known else { throw ChatError.noUpload(file) }
        visit.files.uploads[file] = nil
        try await services.engines.files.discardFile(file, of: identity.account.id)
        if known.digest == nil { try await services.engines.blobs.discard(file) }
        return .done
    }
}
