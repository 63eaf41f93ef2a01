internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomWire

extension ListUploads: MemberCall {
    func handle(as identity: Identity, _ visit: inout Visit) async throws -> Outcome<[PendingUpload]> {
        let services = visit.services
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
        return .answer(uploads)
    }
}
