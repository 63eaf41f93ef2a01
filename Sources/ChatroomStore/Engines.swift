public import ChatroomCore

/// All that a server keeps things with, part by part; which engine is behind a part, only the one who made them knows.
public struct Engines: Sendable {
    /// The logs of conversations.
    public var log: any LogStore
    /// Conversations and their members.
    public var rooms: any RoomStore
    /// Accounts and tokens.
    public var accounts: any AccountStore
    /// Where accounts have logged in.
    public var places: any PlaceBook
    /// Named cursors.
    public var cursors: any CursorStore
    /// Work under them.
    public var work: any WorkStore
    /// What is known of files.
    public var files: any FileCatalog
    /// The bytes of files.
    public var blobs: any BlobStore
    /// What is found by words.
    public var search: any SearchStore
    /// The time that was.
    public var times: any TimeRecord
    private let end: @Sendable () async throws(ChatError) -> Void

    /// Puts parts together.
    ///
    /// - Parameters:
    ///   - store: What keeps all but the bytes of files.
    ///   - blobs: What keeps those.
    ///   - end: Writes everything to its final place and closes all parts.
    public init(
        _ store: some LogStore & RoomStore & AccountStore & PlaceBook & CursorStore & WorkStore & FileCatalog
            & SearchStore & TimeRecord,
        blobs: any BlobStore, end: @escaping @Sendable () async throws(ChatError) -> Void
    ) {
        (log, rooms, accounts, places, cursors) = (store, store, store, store, store)
        (work, files, search, times) = (store, store, store, store)
        self.blobs = blobs
        self.end = end
    }

    /// Writes everything to its final place and closes; no other call may follow.
    ///
    /// - Throws: ``ChatError`` with code `storage` or `storage-full`; all is closed all the same, and nothing is lost.
    public func close() async throws(ChatError) { try await end() }
}
