internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomWire
internal import NIOCore

/// Gives a piece of a file to somebody who may read the message that brings it.
extension ReadFile: MemberCall {
    /// After so many pieces it is looked at anew whether the user may read it.
    private static let checkedEvery = 64
    /// How long it is taken for granted that a file is kept whose time may be over; a deletion is felt at once.
    private static let keptFor: Duration = .seconds(1)

    func handle(as identity: Identity, _ visit: inout Visit) async throws -> Outcome<FileChunk> {
        let services = visit.services
        let gate = FileGate(services: services, identity: identity)
        guard var download = visit.files.downloads[self.file] else { throw ChatError.noFile(self.file) }
        let (epoch, erased, time) = (services.rights.current, services.erasures.current, services.uptime)
        download.pieces += 1
        visit.files.downloads[self.file] = nil
        if download.epoch != epoch || download.pieces % Self.checkedEvery == 0 {
            _ = try await gate.look(self.file, isCounted: download.isCounted)
            (download.epoch, download.erased, download.looked) = (epoch, erased, time)
        } else if download.erased != erased || time - download.looked >= Self.keptFor {
            // A file goes with its message, and no right changes then.
            guard try await gate.kept(self.file, isCounted: download.isCounted) != nil else {
                throw ChatError.noFile(self.file)
            }
            (download.erased, download.looked) = (erased, time)
        }
        visit.files.downloads[self.file] = download
        let file = download.stored.attachment
        let bytes = try await services.engines.blobs.read(file.digest, at: offset, count: count)
        // What gives no byte takes nothing, but for a file that has none.
        if bytes.readableBytes > 0 || file.size == 0 {
            try await gate.count(file, through: offset + Int64(bytes.readableBytes), &download)
        }
        visit.files.downloads[self.file] = download
        return .answer(FileChunk(file: file.id, offset: offset, bytes: bytes))
    }
}
