internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomWire

/// Tells of a file, which may be read from here on.
extension OpenFile: MemberCall {
    func handle(as identity: Identity, _ visit: inout Visit) async throws -> Outcome<FileOpened> {
        let services = visit.services
        let gate = FileGate(services: services, identity: identity)
        // A file that was read before is opened again when it is needed.
        if visit.files.downloads[file] == nil, visit.files.downloads.count >= OpenFiles.limit {
            visit.files.downloads.removeAll()
        }
        let (epoch, erased, time) = (services.rights.current, services.erasures.current, services.uptime)
        let stored = try await gate.look(file)
        let summary = try await services.engines.rooms.summary(of: stored.conversation, for: identity.account.id)
        guard let summary else { throw ChatError.noFile(file) }
        visit.files.downloads[file] = OpenFiles.Download(stored: stored, epoch: epoch, erased: erased, looked: time)
        return .answer(
            FileOpened(
                file: stored.attachment, target: summary.target, seq: stored.seq, sender: stored.sender,
                time: stored.time))
    }
}
