internal import ChatroomCore
internal import ChatroomStore
internal import GRDB
internal import Synchronization

/// Keeps everything in one SQLite database in a directory of its own: the default store.
///
/// The database is in WAL mode with one connection that writes, and checkpoints, and a few that only read. Each write
/// is one transaction, and is on the disk when its function returns. A call is never cut short by the cancellation of
/// its task: half an answer about a write is worse than a late one, and no read takes long.
final class SQLiteStore: LogStore, RoomStore, AccountStore, PlaceBook, CursorStore, WorkStore, FileCatalog, SearchStore,
    TimeRecord
{
    /// How sure it is that what was acknowledged outlives a power cut.
    enum Durability: Sendable, CaseIterable {
        /// Every commit is flushed to the disk before it is acknowledged.
        case full
        /// Commits are flushed now and then, so a power cut loses the newest; for experiments only.
        case relaxed

        /// The number that SQLite gives for this level in `PRAGMA synchronous`.
        var synchronous: Int {
            switch self {
            case .full: 2
            case .relaxed: 1
            }
        }
    }

    let access: DatabaseAccess
    let index: SearchIndex
    let follower: SearchFollower
    /// The rooms that got another name when the database was brought up to date just now, because a user has theirs.
    let renamedRooms: [(before: String, after: String)]
    let bounds: StoreBounds
    /// Tells the room on the disk.
    let room: @Sendable () -> DiskRoom?
    /// The tokens whose use is about to be noted.
    let tokensInUse = Mutex<Set<Token.ID>>([])
    private let directory: DataDirectory

    private init(
        access: DatabaseAccess, index: SearchIndex, directory: DataDirectory, bounds: StoreBounds,
        room: (@Sendable () -> DiskRoom?)?, renamedRooms: [(before: String, after: String)]
    ) {
        self.access = access
        self.bounds = bounds
        self.room = room ?? { [path = directory.path] in DiskRoom.look(at: path) }
        self.index = index
        follower = SearchFollower(index: index)
        self.directory = directory
        self.renamedRooms = renamedRooms
    }

    /// Opens the store in a directory, makes it if there is none, and brings its schema up to date.
    ///
    /// Blocks its thread while a log that a crash left behind is replayed; open the store before anything is served.
    ///
    /// - Parameters:
    ///   - path: The directory; made with mode 0700 if it is missing, in a directory that exists.
    ///   - durability: How sure a commit is to outlive a power cut.
    ///   - bounds: How much is kept.
    ///   - onFault: Called with the database's own words about each failure, which the errors do not repeat.
    /// - Returns: The store; close it with ``close()``.
    /// - Throws: ``ChatError`` with code `configuration` when another server uses the directory, a file cannot be used
    ///   or a newer chatroom wrote the database; with code `storage` or `storage-full` when the database fails.
    static func open(
        directory path: String, durability: Durability = .full, bounds: StoreBounds = StoreBounds(),
        onFault: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws(ChatError) -> SQLiteStore {
        try await open(directory: path, durability: durability, bounds: bounds, room: nil, onFault: onFault)
    }

    /// Opens the store with something else that tells the room on the disk.
    static func open(
        directory path: String, durability: Durability = .full, bounds: StoreBounds = StoreBounds(),
        room: (@Sendable () -> DiskRoom?)?, onFault: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws(ChatError) -> SQLiteStore {
        let directory = try DataDirectory(path: path)
        try WriteAheadIndex.keepInMemory()
        try PageGap.sweep(directory.databasePath)
        var configuration = Configuration()
        configuration.label = "chatroom"
        configuration.maximumReaderCount = 4
        configuration.busyMode = .timeout(5)
        configuration.foreignKeysEnabled = true
        configuration.prepareDatabase { db in
            try db.execute(
                sql: "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA secure_delete = ON")
        }
        let pool: DatabasePool
        do {
            pool = try DatabasePool(path: directory.databasePath, configuration: configuration)
        } catch {
            throw ChatError(opening: error, at: directory.databasePath, onFault: onFault)
        }
        var access = DatabaseAccess(pool: pool, onFault: onFault)
        access.opening = directory.databasePath
        try await makeDurable(access, durability, in: directory.path)
        let before = try await roomNames(access)
        try await migrate(access, in: directory.path)
        await access.openReaders(configuration.maximumReaderCount)
        let renamed = try await roomNames(access).compactMap { id, name in
            before[id].flatMap { $0 == name ? nil : (before: $0, after: name) }
        }
        let identity = try await access.read { db in
            try db.first("SELECT text FROM identity", []) { try $0.text(0) } ?? ""
        }
        access.opening = nil
        try await PageGap.noteSwept(access)
        // What a crash left behind in it goes now; a disk that is full is no reason not to start.
        try? await access.cutLog()
        let index = try await SearchIndex.open(directory: directory.path, identity: identity, onFault: onFault)
        let store = SQLiteStore(
            access: access, index: index, directory: directory, bounds: bounds, room: room,
            renamedRooms: renamed.sorted { $0.before < $1.before })
        try await store.follower.begin(store)
        return store
    }

    /// Sets how commits are flushed, and reads it back.
    ///
    /// GRDB sets `synchronous` to NORMAL itself whenever it opens a pool, so it must be set after that; a level that
    /// did not take would show only in a power cut.
    private static func makeDurable(
        _ access: DatabaseAccess, _ durability: Durability, in path: String
    ) async throws(ChatError) {
        try await access.write { db in
            try db.execute(sql: "PRAGMA synchronous = \(durability.synchronous)")
            let synchronous = try Int.fetchOne(db, sql: "PRAGMA synchronous")
            let journal = try String.fetchOne(db, sql: "PRAGMA journal_mode")
            guard synchronous == durability.synchronous, journal == "wal" else {
                throw ChatError(
                    .configuration, "the database cannot be made durable in \(path)",
                    hint: "Use a directory on a local file system.")
            }
        }
    }

    /// The names of all rooms by the numbers of their rows; none in a database that is yet to be made.
    private static func roomNames(_ access: DatabaseAccess) async throws(ChatError) -> [Int64: String] {
        try await access.write { db in
            guard try db.tableExists("conversations") else { return [:] }
            let sql = "SELECT id, name FROM conversations WHERE name IS NOT NULL"
            return Dictionary(uniqueKeysWithValues: try db.all(sql, []) { (try $0.integer(0), try $0.text(1)) })
        }
    }

    private static func migrate(_ access: DatabaseAccess, in path: String) async throws(ChatError) {
        try await access.write { db in
            guard try !Schema.migrator.hasBeenSuperseded(db) else {
                throw ChatError(
                    .configuration, "a newer chatroom wrote the database in \(path)",
                    hint: "Start the server with that version or a later one.")
            }
        }
        let pool = access.pool
        let result: Result<Void, any Error> = await withCheckedContinuation { continuation in
            Schema.migrator.asyncMigrate(pool) { continuation.resume(returning: $0.map { _ in }) }
        }
        do {
            try result.get()
        } catch {
            if (error as? DatabaseError)?.resultCode != .SQLITE_CONSTRAINT {
                throw ChatError(opening: error, at: path + "/chatroom.db", onFault: access.onFault)
            }
            throw ChatError(database: error, doing: "brought up to date", onFault: access.onFault)
        }
    }

    /// Moves all of the write-ahead log into the database, closes it and lets the next server in.
    ///
    /// - Throws: ``ChatError`` with code `storage` or `storage-full`; the store is closed all the same, and loses nothing.
    func close() async throws(ChatError) {
        // The lock is let go whatever happens: nothing more is written after this.
        defer { directory.unlock() }
        // The index is derived; what it lacks it reads again.
        try? await index.close()
        try await access.close()
    }
}
