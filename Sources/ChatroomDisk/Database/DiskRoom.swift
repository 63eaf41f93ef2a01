internal import ChatroomCore
internal import ChatroomSystem

/// The room on the disk that a directory is on.
struct DiskRoom: Sendable {
    /// What may still be used, in bytes.
    let available: UInt64
    /// The size of the whole file system, in bytes.
    let total: UInt64

    /// Looks; `nil` when that cannot be told.
    static func look(at path: String) -> DiskRoom? {
        guard let room = Directory(path)?.room else { return nil }
        return DiskRoom(available: UInt64(clamping: room.available), total: UInt64(clamping: room.total))
    }

    /// Refuses to store more messages when less than so much of the disk is free.
    func keepFree(percent: Int) throws(ChatError) {
        guard available < total / 100 * UInt64(clamping: percent) else { return }
        throw ChatError(
            .storageFull, "the server's disk is nearly full, it takes no messages",
            hint: "Try again when its administrator has made room there.", retryAfter: .seconds(60))
    }
}
