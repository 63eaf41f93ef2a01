internal import ChatroomCore
internal import ChatroomStore
internal import Crypto
internal import Logging

/// Where accounts have logged in before, and protects what of that is still to be stored.
///
/// Places are kept as digests with a key of the server's own that is no part of the database, so that a copy of the
/// database does not tell who came from where.
actor KnownPlaces {
    /// How many places are remembered of one account, the latest.
    static let perAccount = 16
    /// How many are noted in memory so that they are not stored again at each login.
    private static let capacity = 10_000

    private struct Note: Hashable {
        let place: [UInt8]
        let account: Account.ID
    }

    private let store: any PlaceBook
    private let key: PlaceKey
    private let clock: PlausibleClock
    private let logger: Logger
    private var noted: Set<Note> = []
    private let notes: AsyncStream<Note>
    private let pending: AsyncStream<Note>.Continuation

    init(store: any PlaceBook, key: PlaceKey, clock: PlausibleClock, logger: Logger) {
        self.store = store
        self.key = key
        self.clock = clock
        self.logger = logger
        (notes, pending) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1024))
    }

    /// What is known of a place, and of an account of some name there; a name that nobody has takes the same time.
    ///
    /// - Throws: ``ChatError`` with code `storage`.
    func recognise(_ place: String, _ name: UserName?) async throws(ChatError) -> Familiarity {
        try await store.familiarity(of: key.digest(place), with: name)
    }

    /// Notes that an account logged in; a login never waits until that is stored.
    func note(_ account: Account.ID, at place: String) {
        let note = Note(place: key.digest(place), account: account)
        if noted.count >= Self.capacity { noted.removeAll() }
        guard noted.insert(note).inserted else { return }
        if case .dropped = pending.yield(note) { noted.remove(note) }
    }

    /// Stores what is noted, until its task is cancelled.
    func run() async {
        for await note in notes {
            do {
                try await store.notePlace(
                    note.place, of: note.account, at: clock.now(), keeping: Self.perAccount)
            } catch {
                // The next login from there notes it again.
                noted.remove(note)
                logger.warning("the place of a login could not be stored", metadata: ["error": "\(error)"])
            }
        }
    }
}
